import {
  type AgenticSession,
  agenticSessionResource,
} from "#lib/domain/clusters/contract/agentic-session.ts";
import { projectResource } from "#lib/domain/clusters/contract/project.ts";
import { projectJobs } from "#lib/domain/projects/jobs.ts";
import { sessionJobs } from "#lib/domain/sessions/jobs.ts";
import { type PlatformTx, withPlatform } from "#lib/infra/db/transaction.ts";
import { enqueue } from "#lib/infra/jobs/index.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import type { Resource } from "#lib/infra/kube/objects.ts";
import type { Cache } from "../control/cache.ts";
import type { Changes } from "./changes.ts";

/** Younger rows have a job of their own on its way. */
const SETTLED = "15 seconds";

type ProjectRow = { id: string; organizationId: string; namespace: string; deleting: boolean };
type SessionRow = { id: string; organizationId: string; namespace: string; name: string; uid: string | null };

/**
 * Looks for rows that the cluster has nothing for: what was never made is asked for again, what was made and is gone (it
 * may have gone while no worker ran) is noted. Also asks again for logs of ended sessions whose job got lost. Idempotent.
 */
export async function findAbsent(
  client: KubeClient,
  cache: Pick<Cache, "projects" | "sessions">,
  changes: Changes,
): Promise<void> {
  const { projects, sessions } = await withPlatform(async (tx) => {
    const absent = {
      projects: (await projectRows(tx)).filter((row) => !cache.projects.store.get(row.namespace)),
      sessions: (await sessionRows(tx)).filter(({ namespace, name, uid }) => {
        const known = cache.sessions.store.get(`${namespace}/${name}`);
        return !known || (uid && known.metadata.uid !== uid);
      }),
    };
    for (const { organizationId, id } of absent.projects.filter((row) => !row.deleting))
      await enqueue(tx, projectJobs.apply, { organizationId, projectId: id });
    for (const { organizationId, id } of absent.sessions.filter((row) => !row.uid))
      await enqueue(tx, sessionJobs.apply, { organizationId, sessionId: id });
    for (const { organizationId, id } of await liveLogs(tx))
      await enqueue(tx, sessionJobs.keepLog, { organizationId, sessionId: id });
    return absent;
  });
  // The watch may be a moment behind what another process made: only the API server can say that something is gone.
  for (const { namespace } of projects.filter((row) => row.deleting))
    if (!(await client.get(projectResource, { name: namespace }))) changes.add("projects", namespace);
  for (const { namespace, name, uid } of sessions) {
    if (!uid) continue;
    const now = await client.get<AgenticSession>(agenticSessionResource as Resource<AgenticSession>, {
      namespace,
      name,
    });
    if (now?.metadata.uid !== uid) changes.add("sessions", `${namespace}/${name}`, uid);
  }
}

/** A refused project (Degraded without a resource) waits for a person to mend what was refused. */
const projectRows = (tx: PlatformTx) => tx.$queryRaw<ProjectRow[]>`
  select p.id, p.organization_id as "organizationId", p.namespace, p.deletion_requested_at is not null as deleting
  from projects p
  where p.deleted_at is null and p.created_at < now() - ${SETTLED}::interval
    and (p.deletion_requested_at is not null or p.phase <> 'Degraded' or p.resource_uid is not null)
    and not exists (select from pgboss.job j where j.name = ${projectJobs.apply.name}
      and j.state in ('created', 'retry', 'active') and j.data ->> 'projectId' = p.id::text)`;

const sessionRows = (tx: PlatformTx) => tx.$queryRaw<SessionRow[]>`
  select a.id, a.organization_id as "organizationId", p.namespace, a.resource_name as name, a.resource_uid as uid
  from agent_sessions a join projects p on p.id = a.project_id and p.deleted_at is null
  where a.phase not in ('Succeeded', 'Failed', 'Stopped', 'TimedOut') and a.created_at < now() - ${SETTLED}::interval
    and (a.resource_uid is not null or p.deletion_requested_at is null)
    and not exists (select from pgboss.job j where j.name = ${sessionJobs.apply.name}
      and j.state in ('created', 'retry', 'active') and j.data ->> 'sessionId' = a.id::text)`;

const liveLogs = (tx: PlatformTx) => tx.$queryRaw<{ id: string; organizationId: string }[]>`
  select a.id, a.organization_id as "organizationId" from agent_sessions a
  where a.log_state = 'live' and a.phase in ('Succeeded', 'Failed', 'Stopped', 'TimedOut')
    and a.completion_time < now() - interval '1 minute'
    and not exists (select from pgboss.job j where j.name = ${sessionJobs.keepLog.name}
      and j.state in ('created', 'retry', 'active') and j.data ->> 'sessionId' = a.id::text)
  limit 500`;
