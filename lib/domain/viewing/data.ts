import type { PlatformTx, UserTx } from "#lib/infra/db/transaction.ts";

/** Through whose eyes a login session looks at this moment; null for its own. */
export async function findViewing(tx: PlatformTx, loginSessionId: string, now: Date) {
  return tx.viewing.findFirst({
    where: { loginSessionId, endedAt: null, endsAt: { gt: now } },
    select: { id: true, organizationId: true, endsAt: true, user: true },
  });
}

/** The person's own record of who looked through their eyes, newest first. `organization` is null for one they have left. */
export async function listViewings(tx: UserTx, userId: string) {
  const rows = await tx.viewing.findMany({
    where: { userId },
    orderBy: { startedAt: "desc" },
    take: 20,
    select: { id: true, organizationId: true, actorName: true, reason: true, startedAt: true, endedAt: true },
  });
  const known = await tx.organization.findMany({
    where: { id: { in: rows.map(({ organizationId }) => organizationId) } },
    select: { id: true, displayName: true },
  });
  const names = new Map(known.map(({ id, displayName }) => [id, displayName]));
  return rows.map(({ organizationId, ...row }) => ({
    ...row,
    organization: names.get(organizationId) ?? null,
  }));
}
