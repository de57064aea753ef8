import type { Change } from "#lib/domain/access/change.ts";
import { endedPhases } from "#lib/domain/clusters/contract/agentic-session.ts";
import { MOST_SHARED } from "#lib/domain/clusters/contract/brought.ts";
import { refused } from "#lib/domain/outcome.ts";
import { requestApply } from "#lib/domain/projects/mutations.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import type { Binding, BindingsInput } from "./schema.ts";

type Place = { organizationId: string; userId: string | null };

/** A box of the matrix that changed, by name. */
type Changed = { credential: string; project: string };

/** A session that was given a credential before it was taken from its project: it keeps it until it ends. */
export type Holding = { credential: string; project: string; session: string; title: string };

/** Of sessions that still hold something so many are named. */
const MOST_NAMED = 50;

/**
 * Gives projects credentials of the organization, and takes others from them, all or nothing. Asked for again it changes
 * nothing more. A project or credential that is not the organization's is not there.
 */
export async function changeBindings(
  tx: TenantTx,
  { organizationId, userId }: Place,
  { bind, unbind }: BindingsInput,
): Promise<Change<{ bound: number; unbound: number; holding: Holding[] }>> {
  const all = [...bind, ...unbind];
  const [credentials, projects] = await known(tx, organizationId, all);
  if (all.some((one) => !credentials.has(one.credentialId) || !projects.has(one.projectId)))
    return refused("not_found");
  const added = await tx.$queryRaw<Binding[]>`
    insert into credential_bindings (organization_id, credential_id, project_id, created_by)
    select ${organizationId}::uuid, x."credentialId", x."projectId", ${userId}::uuid
    from jsonb_to_recordset(${JSON.stringify(bind)}::jsonb) as x("credentialId" uuid, "projectId" uuid)
    on conflict do nothing
    returning credential_id as "credentialId", project_id as "projectId"`;
  const removed = await tx.$queryRaw<Binding[]>`
    delete from credential_bindings b
    using jsonb_to_recordset(${JSON.stringify(unbind)}::jsonb) as x("credentialId" uuid, "projectId" uuid)
    where b.organization_id = ${organizationId}::uuid and b.credential_id = x."credentialId" and b.project_id = x."projectId"
    returning b.credential_id as "credentialId", b.project_id as "projectId"`;
  const full = await fullProject(tx, added);
  if (full) return refused("bindings_most", { values: { project: projects.get(full)!, most: MOST_SHARED } });
  const touched = [...new Set([...added, ...removed].map(({ projectId }) => projectId))];
  if (touched.length > 0) await requestApply(tx, organizationId, touched);
  const named = ({ credentialId, projectId }: Binding): Changed => ({
    credential: credentials.get(credentialId)!,
    project: projects.get(projectId)!,
  });
  return {
    ok: true,
    value: {
      bound: added.length,
      unbound: removed.length,
      holding: await listHolding(tx, organizationId, removed),
    },
    audit: {
      target: {
        kind: "credential",
        name: [...new Set([...added, ...removed].map((one) => named(one).credential))]
          .join(", ")
          .slice(0, 200),
      },
      detail: { bound: added.map(named), unbound: removed.map(named) },
    },
  };
}

/**
 * The names of the credentials and projects of the organization among those that are asked about, by id. First the credentials and
 * then the projects are locked in one order: of two who change who has what at once the second waits here, and never in a circle.
 */
async function known(tx: TenantTx, organizationId: string, asked: readonly Binding[]) {
  const credentials = await tx.$queryRaw<{ id: string; name: string }[]>`
    select id, name from credentials
    where organization_id = ${organizationId}::uuid and project_id is null
      and id = any(${asked.map(({ credentialId }) => credentialId)}::uuid[])
    order by id for no key update`;
  const projects = await tx.$queryRaw<{ id: string; slug: string }[]>`
    select id, slug from projects
    where organization_id = ${organizationId}::uuid and deleted_at is null and deletion_requested_at is null
      and id = any(${asked.map(({ projectId }) => projectId)}::uuid[])
    order by id for no key update`;
  return [
    new Map(credentials.map(({ id, name }) => [id, name])),
    new Map(projects.map(({ id, slug }) => [id, slug])),
  ] as const;
}

/** A project that has more now than its resource takes. The projects are locked, so nobody adds another meanwhile. */
async function fullProject(tx: TenantTx, added: readonly Binding[]): Promise<string | undefined> {
  const [full] = await tx.$queryRaw<{ id: string }[]>`
    select project_id as id from credential_bindings
    where project_id = any(${added.map(({ projectId }) => projectId)}::uuid[])
    group by project_id having count(*) > ${MOST_SHARED} limit 1`;
  return full?.id;
}

/** Sessions that run with what was taken from their projects: those that were given it. */
async function listHolding(
  tx: TenantTx,
  organizationId: string,
  removed: readonly Binding[],
): Promise<Holding[]> {
  if (removed.length === 0) return [];
  return tx.$queryRaw<Holding[]>`
    select c.name as credential, p.slug as project, s.id as session, s.title
    from jsonb_to_recordset(${JSON.stringify(removed)}::jsonb) as x("credentialId" uuid, "projectId" uuid)
    join credentials c on c.id = x."credentialId"
    join projects p on p.id = x."projectId"
    join session_credentials given on given.organization_id = ${organizationId}::uuid
      and given.credential_id = c.id and given.project_id = p.id
    join agent_sessions s on s.id = given.session_id
      and s.completion_time is null and s.phase <> all(${[...endedPhases]})
    order by p.slug, c.name, s.id limit ${MOST_NAMED}`;
}
