import { getSettings } from "#lib/domain/settings/data.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";

const day = 24 * 3600 * 1000;

/**
 * Deletes answers kept for repeated requests after a day, login sessions 30 days after their end, e-mails 30 days after they
 * were asked for unless they still wait, counts of calls that no longer count, single calls of models two months after their report and counters of keys that are idle, parts of exports whose time is over, and
 * repairs as old as what the audit log no longer keeps. Idempotent.
 */
export async function pruneRows(now = Date.now()): Promise<number> {
  return withPlatform(async (tx) => {
    const keys = await tx.idempotencyKey.deleteMany({ where: { createdAt: { lt: new Date(now - day) } } });
    const before = { lt: new Date(now - 30 * day) };
    const logins = await tx.loginSession.deleteMany({
      where: { OR: [{ endsAt: before }, { idleUntil: before }, { revokedAt: before }] },
    });
    const done = { state: { not: "queued" }, createdAt: before };
    const emails = await tx.email.deleteMany({ where: done });
    const over = { export: { state: "done", expiresAt: { lt: new Date(now) } } };
    const parts = await tx.exportChunk.deleteMany({ where: over });
    await tx.export.updateMany({ where: over.export, data: { state: "expired" } });
    const { auditDays } = await getSettings(tx);
    // Their ids are made of the time when they were seen.
    const repairs = await tx.driftEvent.deleteMany({
      where: { state: "repaired", id: { lt: newId(now - auditDays * day) } },
    });
    const [limits] = await tx.$queryRaw<{ count: number }[]>`select portico_forget_limits() as count`;
    const [calls] = await tx.$queryRaw<{ count: number }[]>`select portico_forget_usage() as count`;
    const forgotten = (limits?.count ?? 0) + (calls?.count ?? 0);
    return keys.count + logins.count + emails.count + parts.count + repairs.count + forgotten;
  });
}
