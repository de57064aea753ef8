import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { requestApply } from "#lib/domain/projects/mutations.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";

/** Gives a failed job another run, or throws it away. Refused if it has not failed, or somebody was faster. */
export async function settleJob(tx: PlatformTx, id: string, what: "retry" | "discard"): Promise<Outcome> {
  const [row] = await tx.$queryRaw<{ settled: boolean }[]>`
    select portico_job(${id}::uuid, ${what}) as settled`;
  return row?.settled ? done() : refused("job_over");
}

/** Gives every failed job of a kind another run, or throws them all away; answers how many. Refused if none has failed. */
export async function settleJobs(
  tx: PlatformTx,
  kind: string,
  what: "retry" | "discard",
): Promise<Outcome<{ count: number }>> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    select count(*) filter (where portico_job(id, ${what}))::int as count
    from pgboss.job where name = ${kind} and state = 'failed'`;
  return row && row.count > 0 ? done({ count: row.count }) : refused("job_over");
}

/**
 * Shuts a person out: every browser of theirs is signed out, their keys open nothing, and the cluster is asked to take
 * their rights. What they made stays.
 */
export async function suspendUser(tx: PlatformTx, userId: string): Promise<Outcome<{ name: string }>> {
  const now = new Date();
  const changed = await tx.user.updateMany({
    where: { id: userId, suspendedAt: null },
    data: { suspendedAt: now },
  });
  if (changed.count === 0) return refused("user_state", { values: { suspended: "true" } });
  await tx.loginSession.updateMany({ where: { userId, revokedAt: null }, data: { revokedAt: now } });
  await applyTheirs(tx, userId);
  return named(tx, userId);
}

/** Lets a suspended person in again, with the roles they had. */
export async function resumeUser(tx: PlatformTx, userId: string): Promise<Outcome<{ name: string }>> {
  const changed = await tx.user.updateMany({
    where: { id: userId, suspendedAt: { not: null } },
    data: { suspendedAt: null },
  });
  if (changed.count === 0) return refused("user_state", { values: { suspended: "false" } });
  await applyTheirs(tx, userId);
  return named(tx, userId);
}

/** Ends a login session of somebody's. */
export async function endLoginSession(tx: PlatformTx, userId: string, id: string): Promise<Outcome> {
  const ended = await tx.loginSession.updateMany({
    where: { id, userId, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  return ended.count === 1 ? done() : refused("login_over");
}

async function named(tx: PlatformTx, userId: string): Promise<Outcome<{ name: string }>> {
  const { displayName } = await tx.user.findUniqueOrThrow({ where: { id: userId } });
  return done({ name: displayName });
}

/** Asks the cluster anew for every project that somebody has a role in. */
async function applyTheirs(tx: PlatformTx, userId: string): Promise<void> {
  const held = await tx.membership.findMany({
    where: { userId },
    select: { organizationId: true, projectId: true, role: true },
    orderBy: { organizationId: "asc" },
  });
  const organizations = Map.groupBy(held, ({ organizationId }) => organizationId);
  for (const [organizationId, rows] of organizations) {
    const everywhere = rows.some(({ projectId, role }) => !projectId && ["owner", "admin"].includes(role));
    const projects = new Set(rows.flatMap(({ projectId }) => projectId ?? []));
    if (everywhere || projects.size > 0)
      await requestApply(tx, organizationId, everywhere ? "all" : [...projects]);
  }
}
