import { holderNow } from "#lib/domain/access/holder.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { portico, recordAudit } from "#lib/domain/audit/mutations.ts";
import { endedPhases } from "#lib/domain/clusters/contract/agentic-session.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { enqueue } from "#lib/infra/jobs/index.ts";
import { sessionJobs } from "./jobs.ts";

/**
 * Asks those sessions of a project to stop whose person may no longer start any in it: removed, demoted, suspended. What a
 * session holds (the project's credentials, its quota) it holds in their name. Others go on, and so does what services began,
 * and people whom only the groups in their token let in: who holds what by those, nobody knows here.
 */
export async function stopOfLostRights(
  tx: TenantTx,
  place: { organizationId: string; projectId: string },
): Promise<void> {
  const open = await tx.agentSession.findMany({
    where: {
      projectId: place.projectId,
      createdBy: { not: null },
      createdByGroups: false,
      resourceUid: { not: null },
      stopRequestedAt: null,
      phase: { notIn: [...endedPhases] },
    },
    select: { id: true, createdBy: true },
  });
  const lost = new Set<string>();
  for (const userId of new Set(open.map((session) => session.createdBy!))) {
    const holder = await holderNow(tx, userId, place);
    if (!holder || !can(holder, "sessions:create")) lost.add(userId);
  }
  // All at once: the audit rows are a transaction's last writes.
  const theirs = open.filter((session) => lost.has(session.createdBy!)).map(({ id }) => id);
  if (theirs.length > 0) await stopForLostRight(tx, place.organizationId, theirs);
}

/** Asks sessions to stop because whoever started them may not run them any more, with an audit row each. */
export async function stopForLostRight(
  tx: TenantTx,
  organizationId: string,
  sessionIds: string[],
): Promise<void> {
  const requestId = newRequestId();
  const stopped = await tx.agentSession.updateManyAndReturn({
    where: { id: { in: sessionIds }, stopRequestedAt: null },
    data: { stopRequestedAt: new Date(), requestId },
    select: { id: true, projectId: true, title: true },
  });
  for (const { id } of stopped) await enqueue(tx, sessionJobs.apply, { organizationId, sessionId: id });
  for (const { id, projectId, title: name } of stopped)
    await recordAudit(tx, {
      action: "sessions.stop",
      outcome: "allowed",
      reason: "forbidden",
      actor: portico,
      requestId,
      organizationId,
      projectId,
      target: { kind: "session", id, name },
    });
}
