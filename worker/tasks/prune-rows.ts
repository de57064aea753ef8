import { withPlatform } from "#lib/infra/db/transaction.ts";

const day = 24 * 3600 * 1000;

/**
 * Deletes answers kept for repeated requests after a day, login sessions 30 days after their end, and counts of calls that no
 * longer count. Idempotent.
 */
export async function pruneRows(now = Date.now()): Promise<number> {
  return withPlatform(async (tx) => {
    const keys = await tx.idempotencyKey.deleteMany({ where: { createdAt: { lt: new Date(now - day) } } });
    const before = { lt: new Date(now - 30 * day) };
    const logins = await tx.loginSession.deleteMany({
      where: { OR: [{ endsAt: before }, { idleUntil: before }, { revokedAt: before }] },
    });
    const [limits] = await tx.$queryRaw<{ count: number }[]>`select portico_forget_limits() as count`;
    return keys.count + logins.count + (limits?.count ?? 0);
  });
}
