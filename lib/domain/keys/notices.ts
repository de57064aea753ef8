import { tell } from "#lib/domain/emails/mutations.ts";
import { type Notices, stageDue } from "#lib/domain/emails/rules.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import { shownSecret } from "./data.ts";
import type { ChangedKey } from "./life.ts";
import { expiryDays } from "./rules.ts";

type Of = { id: string; name: string; kind: string; userId: string | null; projectId: string | null };
type Tx = TenantTx | PlatformTx;

/** The page of a key, where its people see what was done with it. */
async function pageOf(tx: Tx, organizationId: string | null, key: Of): Promise<{ path: string }> {
  if (!organizationId) return { path: `/account/keys/${key.id}` };
  const { slug } = await tx.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: { slug: true },
  });
  const project =
    key.kind === "project" && key.projectId
      ? await tx.project.findUnique({ where: { id: key.projectId }, select: { slug: true } })
      : null;
  return { path: `/orgs/${slug}${project ? `/projects/${project.slug}` : ""}/keys/${key.id}` };
}

/** Whom a key is told of: its person, or those who manage it. */
function peopleOf({ userId, kind, projectId }: Of) {
  if (userId) return [userId];
  return kind === "project"
    ? ({ may: "project-keys:manage", projectId } as const)
    : ({ may: "keys:manage", projectId: null } as const);
}

type Notice = "keyExpiring" | "keyLeaked";

/** Tells the people of a key something about it, in the transaction in which it happens. */
export async function tellOfKey<N extends Notice>(
  tx: Tx,
  organizationId: string | null,
  key: Of,
  notice: N,
  words: Omit<Notices[N], "name" | "prefix" | "page">,
): Promise<void> {
  const [secret] = await tx.keySecret.findMany({ where: { keyId: key.id, ...shownSecret.where } });
  const params = {
    ...words,
    name: key.name,
    prefix: secret?.prefix ?? "",
    page: await pageOf(tx, organizationId, key),
  } as unknown as Notices[N];
  await tell(tx, organizationId, peopleOf(key), notice, params, { subjectId: key.id });
}

/**
 * Tells the people of a key that it ends soon, unless that day's message was asked for already: of two that look at once one
 * tells. One that lives no longer than the notice is marked, and nobody is told.
 */
export async function noteEnding(
  tx: Tx,
  key: Of & {
    organizationId: string | null;
    createdAt: Date;
    renewedAt: Date | null;
    expiresAt: Date;
    expiryTold: number | null;
  },
  now: Date,
): Promise<boolean> {
  const come = stageDue(expiryDays, key, now);
  if (come === null) return false;
  const due = stageDue(expiryDays, { ...key, since: key.renewedAt ?? key.createdAt }, now);
  const { count } = await tx.key.updateMany({
    where: { id: key.id, revokedAt: null, expiryTold: key.expiryTold },
    data: { expiryTold: come },
  });
  if (count === 0 || due === null) return false;
  await tellOfKey(tx, key.organizationId, key, "keyExpiring", { until: key.expiresAt.toISOString() });
  return true;
}

/** How many keys one message names. */
const NAMED = 20;

/** Tells people whose keys somebody else revoked, each once. */
export async function tellRevoked(
  tx: TenantTx,
  scope: { organizationId: string; userId: string | null; caller: { name: string } },
  keys: readonly Pick<ChangedKey, "name" | "userId">[],
): Promise<void> {
  const theirs = Map.groupBy(
    keys.filter(({ userId }) => userId !== null && userId !== scope.userId),
    ({ userId }) => userId as string,
  );
  for (const [userId, own] of theirs) {
    const named = own.slice(0, NAMED).map(({ name }) => name);
    const names = `${named.join(", ")}${own.length > NAMED ? " …" : ""}`;
    await tell(tx, scope.organizationId, [userId], "keyRevoked", {
      names,
      count: String(own.length),
      who: scope.caller.name,
      page: { path: "/account/keys" },
    });
  }
}
