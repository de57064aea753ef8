import type { Prisma } from "#generated/client.ts";
import type { TenantScope } from "#lib/domain/access/scope.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { type KeyRow, listed, named } from "./data.ts";
import { endKeys } from "./life.ts";
import { beginning, daysFrom } from "./rules.ts";
import { type KeyFilter, keyFilter, type RevokeKeysInput } from "./schema.ts";
import { endableKeys } from "./standing.ts";

/** The condition of a revocation of many, from an address; null for none, or one that is not of its form. */
export function revocationFilter(query: Record<string, string | string[] | undefined>): KeyFilter | null {
  const { project, kind, owner, unused, prefixes } = query;
  const said = { project, kind, owner, unusedDays: unused, prefixes: prefixes?.toString().split(",") };
  const read = keyFilter.safeParse(
    Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined)),
  );
  return read.success ? read.data : null;
}

/** The condition of a revocation of many: what still works, and all of the filter fits. */
const filtered = (filter: KeyFilter, now: Date): Prisma.KeyWhereInput => {
  const { owner, project, kind, unusedDays, madeBefore, prefixes } = filter;
  const since = unusedDays === undefined ? null : daysFrom(now, -unusedDays);
  const begins = prefixes?.map((prefix) => ({ secrets: { some: { prefix: beginning(prefix) } } }));
  return {
    revokedAt: null,
    expiresAt: { gt: now },
    AND: [
      owner ? { userId: owner } : {},
      project ? { project: { slug: project } } : {},
      kind ? { kind } : {},
      since ? { createdAt: { lt: since }, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: since } }] } : {},
      madeBefore ? { createdAt: { lt: new Date(madeBefore) } } : {},
      begins ? { OR: begins } : {},
    ],
  };
};

/** What a revocation of many would revoke now, newest first: at most `limit`, and whether there are more. */
export async function previewRevocation(
  tx: TenantTx,
  organizationId: string,
  whose: Prisma.KeyWhereInput,
  filter: KeyFilter,
  limit: number,
  now = new Date(),
): Promise<{ rows: KeyRow[]; more: boolean }> {
  const rows = await tx.key.findMany({
    where: { organizationId, AND: [whose, filtered(filter, now)] },
    select: listed(now),
    orderBy: { id: "desc" },
    take: limit + 1,
  });
  return { rows: await named(tx, rows.slice(0, limit)), more: rows.length > limit };
}

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
