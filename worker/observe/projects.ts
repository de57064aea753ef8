import { type AuditEntry, portico } from "#lib/domain/audit/mutations.ts";
import type { Project } from "#lib/domain/clusters/contract/project.ts";
import { endProject } from "#lib/domain/projects/ending.ts";
import { projectJobs } from "#lib/domain/projects/jobs.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { enqueue } from "#lib/infra/jobs/index.ts";
import { writeUnsettled } from "./drift.ts";

type Written = {
  id: string;
  organizationId: string;
  namespace: string;
  phase: string;
  hasUnsettled: boolean;
};

/**
 * Copies Projects into their rows: status, steps and first readiness, in a few statements for any number of them. A row is
 * written only by a newer version of the same resource, or by a resource made anew, so an old observation never wins. Answers
 * what the audit log says of it.
 */
export async function writeProjects(tx: PlatformTx, projects: Project[]): Promise<AuditEntry[]> {
  if (projects.length === 0) return [];
  const seen = projects.map(({ metadata, spec, status }) => ({
    namespace: spec.namespace,
    tenant: spec.tenantRef.name,
    uid: metadata.uid,
    version: metadata.resourceVersion,
    phase: metadata.deletionTimestamp ? "Deleting" : (status?.phase ?? "Pending"),
    message: status?.message ?? "",
    namespaceUid: status?.namespaceUID ?? null,
    conditions: status?.conditions ?? [],
    readyAt: status?.timings.readyAt ?? null,
  }));
  const written = await tx.$queryRaw<Written[]>`
    with target as (
      select p.id, s.*
      from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as s(namespace text, tenant text, uid text, version text,
        phase text, message text, "namespaceUid" text, conditions jsonb, "readyAt" timestamptz)
      join projects p on p.namespace = s.namespace and p.deleted_at is null
      join organizations o on o.id = p.organization_id and o.slug = s.tenant
      where p.resource_uid is distinct from s.uid or p.resource_version is null
        or s.version::numeric > p.resource_version::numeric
      order by p.id for update of p
    )
    update projects p set
      -- Once deletion was asked for, what was true before is no news.
      phase = case when p.deletion_requested_at is null then t.phase else 'Deleting' end,
      message = case when p.deletion_requested_at is null or t.phase = 'Deleting' then t.message else p.message end,
      namespace_uid = t."namespaceUid",
      conditions = t.conditions,
      ready_at = coalesce(p.ready_at, case when t.phase = 'Ready' then greatest(p.created_at, coalesce(t."readyAt", now())) end),
      observed_at = clock_timestamp(),
      resource_uid = t.uid,
      resource_version = t.version
    from target t where p.id = t.id
    returning p.id, p.organization_id as "organizationId", t.namespace, t.phase,
      exists (select from drift_events d where d.project_id = p.id and d.state <> 'repaired') as "hasUnsettled"`;
  if (written.length === 0) return [];
  await writeSteps(tx, projects, written);
  const ready = written.filter((row) => row.phase === "Ready").map((row) => row.id);
  if (ready.length > 0)
    await tx.onboarding.updateMany({
      where: { projectId: { in: ready }, provisionedAt: null },
      data: { provisionedAt: new Date() },
    });
  return writeUnsettled(tx, projects, written);
}

async function writeSteps(tx: PlatformTx, projects: Project[], written: Written[]): Promise<void> {
  const byNamespace = new Map(projects.map((project) => [project.spec.namespace, project]));
  const steps = written.flatMap(({ id, organizationId, namespace }) => {
    const status = byNamespace.get(namespace)?.status;
    const begun = Date.parse(status?.timings.startedAt ?? "");
    return (status?.objects ?? []).map((object, position) => ({
      id: newId(),
      organizationId,
      projectId: id,
      position,
      kind: object.kind,
      name: object.name,
      state: object.state,
      message: object.message,
      attempt: object.attempt ?? 0,
      startedAt:
        object.startedMs === undefined || Number.isNaN(begun)
          ? null
          : new Date(begun + object.startedMs).toISOString(),
      durationMs: object.durationMs ?? null,
      appliedAt: object.appliedAt ?? null,
      nextRetryAt: object.nextRetryAt ?? null,
    }));
  });
  await tx.$executeRaw`
    with seen as (
      select * from jsonb_to_recordset(${JSON.stringify(steps)}::jsonb) as s(id uuid, "organizationId" uuid, "projectId" uuid,
        position int, kind text, name text, state text, message text, attempt int, "startedAt" timestamptz,
        "durationMs" int, "appliedAt" timestamptz, "nextRetryAt" timestamptz)
    ), gone as (
      delete from provisioning_steps ps where ps.project_id = any(${written.map((row) => row.id)}::uuid[])
        and not exists (select from seen s where s."projectId" = ps.project_id and s.kind = ps.kind and s.name = ps.name)
    )
    insert into provisioning_steps as ps (id, organization_id, project_id, position, kind, name, state, message, attempt,
      started_at, duration_ms, applied_at, next_retry_at)
    select id, "organizationId", "projectId", position, kind, name, state, message, attempt, "startedAt", "durationMs",
      "appliedAt", "nextRetryAt" from seen
    on conflict (project_id, kind, name) do update set position = excluded.position, state = excluded.state,
      message = excluded.message, attempt = excluded.attempt, started_at = excluded.started_at,
      duration_ms = excluded.duration_ms, applied_at = excluded.applied_at, next_retry_at = excluded.next_retry_at
    where (ps.position, ps.state, ps.message, ps.attempt, ps.started_at, ps.duration_ms, ps.applied_at, ps.next_retry_at)
      is distinct from (excluded.position, excluded.state, excluded.message, excluded.attempt, excluded.started_at,
        excluded.duration_ms, excluded.applied_at, excluded.next_retry_at)`;
}

/**
 * Projects whose resource is gone, by namespace, with the uid of what is gone where it is known. If deletion was asked for
 * the row ends; if not, somebody deleted it in the cluster and it is asked for again, which the audit log says in the answer.
 */
export async function projectsGone(
  tx: PlatformTx,
  gone: Map<string, string | undefined>,
): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  const rows = await tx.project.findMany({
    where: { namespace: { in: [...gone.keys()] }, deletedAt: null },
    select: { id: true, organizationId: true, namespace: true, resourceUid: true, deletionRequestedAt: true },
    orderBy: { id: "asc" },
  });
  for (const { id, organizationId, namespace, resourceUid, deletionRequestedAt } of rows) {
    const uid = gone.get(namespace);
    if (uid && resourceUid && uid !== resourceUid) continue;
    if (deletionRequestedAt) {
      await endProject(tx, id);
      continue;
    }
    await tx.project.update({
      where: { id },
      data: {
        phase: "Pending",
        message: "It was deleted in the cluster, not in Portico, and is being made again.",
        namespaceUid: null,
        conditions: [],
        resourceUid: null,
        resourceVersion: null,
        observedAt: new Date(),
      },
    });
    await enqueue(tx, projectJobs.apply, { organizationId, projectId: id });
    // Read again before it is there anew, it is the same deletion.
    if (resourceUid)
      entries.push({
        action: "projects.recreate",
        outcome: "allowed",
        actor: { ...portico, via: "cluster" },
        requestId: newRequestId(),
        organizationId,
        projectId: id,
        target: { kind: "project", id, name: namespace },
      });
  }
  return entries;
}
