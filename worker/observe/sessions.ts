import type { AuditEntry } from "#lib/domain/audit/mutations.ts";
import { type AgenticSession, endedPhases } from "#lib/domain/clusters/contract/agentic-session.ts";
import { sessionJobs } from "#lib/domain/sessions/jobs.ts";
import { hasEnded } from "#lib/domain/sessions/rules.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { enqueue } from "#lib/infra/jobs/index.ts";
import { importSessions } from "./import.ts";
import { writeUses } from "./uses.ts";

type Written = { id: string; organizationId: string; phase: string; logState: string };
type Named = { id: string; organizationId: string; projectId: string; name: string };

const ended: string[] = [...endedPhases];

/**
 * Copies AgenticSessions into their rows. One that has no row was made with kubectl or GitOps and gets one. A row is
 * written only by a newer version of the resource it belongs to. At its end, the job that keeps its log is enqueued. Answers
 * what the audit log says of what was done in the cluster.
 */
export async function writeSessions(tx: PlatformTx, sessions: AgenticSession[]): Promise<AuditEntry[]> {
  if (sessions.length === 0) return [];
  const entries = await importSessions(tx, sessions);
  const seen = sessions.map(({ metadata, status }) => ({
    namespace: metadata.namespace,
    name: metadata.name,
    uid: metadata.uid,
    version: metadata.resourceVersion,
    phase: status?.phase ?? "Pending",
    message: status?.message ?? "",
    conditions: status?.conditions ?? [],
    jobName: status?.jobName ?? null,
    podName: status?.podName ?? null,
    startTime: status?.startTime ?? null,
    completionTime: status?.completionTime ?? null,
    ...(status?.usage ?? { inputTokens: 0, outputTokens: 0, requests: 0, gpuSeconds: 0 }),
    reason: status?.result.reason ?? "",
    summary: status?.result.summary ?? "",
    exitCode: status?.result.exitCode ?? null,
  }));
  const written = await tx.$queryRaw<Written[]>`
    with target as (
      select a.id as row_id, s.*
      from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as s(namespace text, name text, uid text, version text,
        phase text, message text, conditions jsonb, "jobName" text, "podName" text, "startTime" timestamptz,
        "completionTime" timestamptz, "inputTokens" bigint, "outputTokens" bigint, requests int, "gpuSeconds" numeric,
        reason text, summary text, "exitCode" int)
      join projects p on p.namespace = s.namespace and p.deleted_at is null
      join agent_sessions a on a.project_id = p.id and a.resource_name = s.name
      where (a.resource_uid = s.uid or (a.resource_uid is null and a.phase <> all(${ended})))
        and (a.resource_version is null or s.version::numeric > a.resource_version::numeric)
      order by a.id for update of a
    )
    update agent_sessions a set phase = t.phase, message = t.message, conditions = t.conditions, job_name = t."jobName",
      pod_name = coalesce(t."podName", a.pod_name), start_time = t."startTime", completion_time = t."completionTime",
      input_tokens = t."inputTokens", output_tokens = t."outputTokens", requests = t.requests,
      gpu_seconds = t."gpuSeconds", result_reason = t.reason, result_summary = t.summary, exit_code = t."exitCode",
      resource_uid = t.uid, resource_version = t.version
    from target t where a.id = t.row_id
    returning a.id, a.organization_id as "organizationId", a.phase, a.log_state as "logState"`;
  for (const row of written)
    if (hasEnded(row.phase) && row.logState === "live")
      await enqueue(tx, sessionJobs.keepLog, { organizationId: row.organizationId, sessionId: row.id });
  const succeeded = written.filter((row) => row.phase === "Succeeded").map((row) => row.id);
  if (succeeded.length > 0)
    await tx.onboarding.updateMany({
      where: { sessionId: { in: succeeded }, finishedAt: null },
      data: { finishedAt: new Date() },
    });
  return [...entries, ...(await writeStops(tx, sessions)), ...(await writeUses(tx, sessions))];
}

/** Keeps that a session was asked to stop in the cluster: what the portal asks is in the row before it is there. */
async function writeStops(tx: PlatformTx, sessions: AgenticSession[]): Promise<AuditEntry[]> {
  const stopped = sessions
    .filter(({ spec }) => spec.stop)
    .map(({ metadata: { namespace, name, uid } }) => ({ namespace, name, uid }));
  if (stopped.length === 0) return [];
  const written = await tx.$queryRaw<Named[]>`
    update agent_sessions a set stop_requested_at = now()
    from jsonb_to_recordset(${JSON.stringify(stopped)}::jsonb) as s(namespace text, name text, uid text)
    join projects p on p.namespace = s.namespace and p.deleted_at is null
    where a.project_id = p.id and a.resource_name = s.name and a.resource_uid = s.uid and a.stop_requested_at is null
    returning a.id, a.organization_id as "organizationId", a.project_id as "projectId", a.resource_name as name`;
  return written.map((row) => entryOf("sessions.stop", row));
}

/** Who it was in the cluster, the resource does not say. */
const entryOf = (action: string, { id, organizationId, projectId, name }: Named): AuditEntry => ({
  action,
  outcome: "allowed",
  actor: { kind: "system", userId: null, name: "kubectl", via: "cluster" },
  requestId: newRequestId(),
  organizationId,
  projectId,
  target: { kind: "session", id, name },
});

/**
 * Sessions whose resource is gone, by `namespace/name`, with the uid of what is gone where it is known: those that had not
 * ended have failed, in words. Their pod goes with them, so of the log is kept what can still be read. `last` are those
 * that were given something, as they were last seen: it counts, however soon they went. Answers what the audit log says of
 * that, and of those that somebody deleted in the cluster.
 */
export async function sessionsGone(
  tx: PlatformTx,
  gone: Map<string, string | undefined>,
  last: AgenticSession[] = [],
): Promise<AuditEntry[]> {
  const entries = await writeSessions(tx, last);
  const seen = [...gone].map(([key, uid]) => {
    const [namespace, name] = key.split("/");
    return { namespace, name, uid: uid ?? null };
  });
  const written = await tx.$queryRaw<(Written & Named & { deleting: boolean })[]>`
    with target as (
      select a.id as row_id, s.uid, p.deletion_requested_at is not null as deleting
      from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as s(namespace text, name text, uid text)
      join projects p on p.namespace = s.namespace and p.deleted_at is null
      join agent_sessions a on a.project_id = p.id and a.resource_name = s.name
      where a.phase <> all(${ended}) and (a.resource_uid is null or s.uid is null or a.resource_uid = s.uid)
      order by a.id for update of a
    )
    update agent_sessions a set
      phase = case when t.deleting then 'Stopped' else 'Failed' end,
      message = case when t.deleting then 'Its project was deleted.'
        else 'Its resource was deleted in the cluster before it ended. Start it again.' end,
      result_reason = case when t.deleting then 'project_deleted' else 'resource_gone' end,
      completion_time = now(), resource_uid = coalesce(a.resource_uid, t.uid)
    from target t where a.id = t.row_id
    returning a.id, a.organization_id as "organizationId", a.project_id as "projectId", a.resource_name as name, a.phase,
      a.log_state as "logState", t.deleting`;
  for (const row of written)
    if (row.logState === "live")
      await enqueue(tx, sessionJobs.keepLog, { organizationId: row.organizationId, sessionId: row.id });
  return [
    ...entries,
    ...written.filter((row) => !row.deleting).map((row) => entryOf("sessions.delete", row)),
  ];
}
