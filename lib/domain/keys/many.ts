import type { TenantScope } from "#lib/domain/access/scope.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { filtered } from "./data.ts";
import { endKeys } from "./life.ts";
import type { RevokeKeysInput } from "./schema.ts";
import { endableKeys } from "./standing.ts";

/** What became of a list of keys: those that were revoked, and those that were not, with why. */
export type RevokedKeys = {
  revoked: { id: string; name: string; kind: string; userId: string | null; projectId: string | null }[];
  /** `revoked`, or `expired`, since; `differs`: the filter fits no more; `gone`: no such key that the caller may revoke. */
  skipped: { id: string; why: "revoked" | "expired" | "differs" | "gone" }[];
};

/**
 * Revokes those of a list that still fit the filter it was made by: what was used since, or ended, is left alone and said.
 * One statement locks them in one order, so that two who revoke at once wait for each other.
 */
export async function revokeKeys(
  tx: TenantTx,
  scope: TenantScope,
  { ids, filter }: RevokeKeysInput,
  now = new Date(),
): Promise<Outcome<RevokedKeys>> {
  const { organizationId, userId } = scope;
  const whose = await endableKeys(tx, scope);
  if (!whose) return refused("not_found");
  await tx.$queryRaw`select id from keys where id = any(${ids}::uuid[]) order by id for no key update`;
  const seen = await tx.key.findMany({
    where: { id: { in: ids }, organizationId, AND: [whose] },
    select: { id: true, revokedAt: true, expiresAt: true },
  });
  const fit = await tx.key.findMany({
    where: { id: { in: ids }, organizationId, AND: [whose, filtered(filter, now)] },
    select: { id: true, name: true, kind: true, userId: true, projectId: true },
    orderBy: { id: "desc" },
  });
  await endKeys(tx, { id: { in: fit.map(({ id }) => id) } }, userId);
  const fits = new Set(fit.map(({ id }) => id));
  const skipped = ids
    .filter((id) => !fits.has(id))
    .map((id): RevokedKeys["skipped"][number] => {
      const key = seen.find((one) => one.id === id);
      if (!key) return { id, why: "gone" };
      return { id, why: key.revokedAt ? "revoked" : key.expiresAt <= now ? "expired" : "differs" };
    });
  return done({ revoked: fit, skipped });
}
