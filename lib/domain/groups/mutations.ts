import type { Change } from "#lib/domain/access/change.ts";
import { endOf, grantRefusal, mayGrant, type OrganizationRole } from "#lib/domain/access/permissions.ts";
import { changed } from "#lib/domain/audit/rules.ts";
import type { Giver } from "#lib/domain/members/mutations.ts";
import { outlasts } from "#lib/domain/members/rules.ts";
import { refused } from "#lib/domain/outcome.ts";
import { requestApply } from "#lib/domain/projects/mutations.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { AnyTx, TenantTx } from "#lib/infra/db/transaction.ts";
import type { MappingInput } from "./schema.ts";

/** More mappings no organization has: a list of them is read whole. */
const MOST_MAPPINGS = 500;

/** A role that a group brought to, or took from, somebody. */
export type Followed = {
  organizationId: string;
  projectId: string | null;
  mappingId: string;
  role: string;
  did: "added" | "changed" | "removed";
};

type Applied = Pick<Followed, "organizationId" | "projectId" | "role" | "did">;
/** Groups of an issuer. */
type Carried = { issuer: string; groups: readonly string[] };

/**
 * Makes somebody's memberships by group what their groups say now, in every organization that the transaction can see, and
 * asks the cluster anew where that matters. A mapping reaches people with a verified address in a verified domain of
 * the organization, and people who were given a role in it by name: otherwise it could pull in another company's.
 * With `differing`, does in the same turn what `applyGroups` does for groups that the person has come to carry, or no more.
 */
export async function followGroups(tx: AnyTx, userId: string, differing?: Carried): Promise<Followed[]> {
  const followed = await tx.$queryRaw<Followed[]>`
    with wanted as (
      select distinct g.id, g.organization_id, g.project_id, g.role
      from group_mappings g
      join organizations o on o.id = g.organization_id and o.state <> 'deleted'
      join identities i on i.user_id = ${userId}::uuid and i.issuer = g.issuer and i.groups @> array[g.group_name]
      join users u on u.id = i.user_id
      where exists (select from memberships m where m.organization_id = g.organization_id and m.user_id = u.id
          and m.mapping_id is null and (m.expires_at is null or m.expires_at > now()))
        or (u.email_verified and exists (select from domains d where d.organization_id = g.organization_id
          and d.verified_at is not null and d.domain = lower(split_part(u.email, '@', 2))))
    ), gone as (
      delete from memberships m where m.user_id = ${userId}::uuid and m.mapping_id is not null
        and not exists (select from wanted w where w.id = m.mapping_id)
      returning m.organization_id, m.project_id, m.mapping_id, m.role, 'removed' as did
    ), come as (
      insert into memberships as m (id, organization_id, project_id, user_id, role, mapping_id)
      select gen_random_uuid(), w.organization_id, w.project_id, ${userId}::uuid, w.role, w.id from wanted w order by w.id
      on conflict (organization_id, project_id, user_id, mapping_id) do update set role = excluded.role
        where m.role <> excluded.role
      returning m.organization_id, m.project_id, m.mapping_id, m.role, case when m.xmax = 0 then 'added' else 'changed' end as did
    )
    select organization_id as "organizationId", project_id as "projectId", mapping_id as "mappingId", role, did
    from (select * from gone union all select * from come) followed order by 1, 3`;
  await applyAll(tx, differing ? [...followed, ...(await mappedOf(tx, differing))] : followed);
  return followed;
}

/**
 * Ends what groups brought to people whom no mapping of the organization reaches any more, since a domain of it counts no
 * more. Answers how many roles that were.
 */
export async function unfollowStrangers(tx: TenantTx, organizationId: string): Promise<number> {
  const ended = await tx.$queryRaw<Followed[]>`
    delete from memberships m using users u
    where m.organization_id = ${organizationId}::uuid and m.mapping_id is not null and u.id = m.user_id
      and not exists (select from memberships n where n.organization_id = m.organization_id and n.user_id = m.user_id
        and n.mapping_id is null and (n.expires_at is null or n.expires_at > now()))
      and not (u.email_verified and exists (select from domains d where d.organization_id = m.organization_id
        and d.verified_at is not null and d.domain = lower(split_part(u.email, '@', 2))))
    returning m.organization_id as "organizationId", m.project_id as "projectId", m.mapping_id as "mappingId", m.role, 'removed' as did`;
  await applyAll(tx, ended);
  return ended.length;
}

/**
 * Asks the cluster anew where these groups of an issuer are mapped: whether it may bind a group as a whole depends on everybody
 * who carries it, also on whom no mapping reaches.
 */
export async function applyGroups(tx: AnyTx, carried: Carried): Promise<void> {
  await applyAll(tx, await mappedOf(tx, carried));
}

async function mappedOf(tx: AnyTx, { issuer, groups }: Carried): Promise<Applied[]> {
  if (groups.length === 0) return [];
  const rows = await tx.groupMapping.findMany({
    where: { issuer, groupName: { in: [...groups] } },
    select: { organizationId: true, projectId: true, role: true },
  });
  return rows.map((row) => ({ ...row, did: "added" }));
}

/** Asks the cluster for what the followed roles change there. */
export async function applyAll(tx: AnyTx, followed: readonly Applied[]): Promise<void> {
  // In one order: of two who ask for several organizations neither waits for the other in a circle.
  for (const organizationId of [...new Set(followed.map((row) => row.organizationId))].sort()) {
    const here = followed.filter((row) => row.organizationId === organizationId);
    // A changed role may have been an admin's before.
    const all = here.some(
      ({ projectId, role, did }) => projectId === null && (role === "admin" || did === "changed"),
    );
    const projects = [...new Set(here.flatMap(({ projectId }) => projectId ?? []))];
    await requestApply(tx, organizationId, all ? "all" : projects);
  }
}

/** Saves a mapping, in the place of one of the same group and place, and gives its role to everybody it reaches. */
export async function saveMapping(
  tx: TenantTx,
  place: Giver,
  input: MappingInput,
): Promise<Change<{ id: string; added: number; removed: number; changed: number }>> {
  const { organizationId, holder } = place;
  const { issuer, groupName, role } = input;
  const projectId = input.at === "project" ? input.projectId : null;
  // What a group brings has no end: whoever's own role has one lets no group bring any.
  const reason = grantRefusal(holder, input.at, { before: null, after: { role, until: null } });
  if (reason === "role_outlasts") return outlasts(endOf(holder, input.at), "role");
  if (reason) return refused(reason, { field: "role" });
  if (
    projectId &&
    !(await tx.project.findFirst({ where: { id: projectId, organizationId, deletedAt: null } }))
  )
    return refused("not_found", { field: "projectId" });
  const others = { organizationId, NOT: { issuer, groupName, projectId } };
  if ((await tx.groupMapping.count({ where: others })) >= MOST_MAPPINGS)
    return refused("mappings_most", { values: { most: MOST_MAPPINGS } });
  const where = { organizationId, issuer, groupName, projectId };
  const [before] = await tx.groupMapping.findMany({ where, select: { role: true } });
  const [mapping] = await tx.$queryRaw<{ id: string }[]>`
    insert into group_mappings (id, organization_id, issuer, group_name, project_id, role, created_by)
    values (${newId()}::uuid, ${organizationId}::uuid, ${issuer}, ${groupName}, ${projectId}::uuid, ${role}, ${place.userId}::uuid)
    on conflict (organization_id, issuer, group_name, project_id) do update set role = excluded.role
    returning id`;
  const id = mapping?.id ?? "";
  const followed = await tx.$queryRaw<Followed[]>`
    with reached as (
      select user_id from portico_group_reach(${organizationId}::uuid, ${issuer}, ${groupName}) where reached
    ), gone as (
      delete from memberships m where m.mapping_id = ${id}::uuid and m.user_id not in (select user_id from reached)
      returning m.role, 'removed' as did
    ), come as (
      insert into memberships as m (id, organization_id, project_id, user_id, role, mapping_id, created_by)
      select gen_random_uuid(), ${organizationId}::uuid, ${projectId}::uuid, user_id, ${role}, ${id}::uuid, ${place.userId}::uuid
      from reached order by user_id
      on conflict (organization_id, project_id, user_id, mapping_id) do update set role = excluded.role where m.role <> excluded.role
      returning m.role, case when m.xmax = 0 then 'added' else 'changed' end as did
    )
    select ${organizationId}::uuid as "organizationId", ${projectId}::uuid as "projectId", ${id}::uuid as "mappingId", role, did
    from (select * from gone union all select * from come) followed`;
  // Also when it reaches nobody here: in the cluster the group itself is bound.
  await applyAll(tx, [{ organizationId, projectId, role, did: "changed" }]);
  const count = (did: Followed["did"]) => followed.filter((row) => row.did === did).length;
  const counts = { added: count("added"), removed: count("removed"), changed: count("changed") };
  return {
    ok: true,
    value: { id, ...counts },
    audit: {
      target: { kind: "group", id, name: groupName },
      detail: { issuer, projectId, role, ...changed(before ?? null, { role }, ["role"]), ...counts },
    },
  };
}

/** Ends a mapping, and with it every role that it brought. */
export async function removeMapping(
  tx: TenantTx,
  { organizationId, holder }: Giver,
  mappingId: string,
): Promise<Change<{ removed: number }>> {
  const mapping = await tx.groupMapping.findFirst({ where: { id: mappingId, organizationId } });
  if (!mapping) return refused("not_found");
  const { role, projectId, groupName, issuer } = mapping;
  if (!mayGrant(holder, role as OrganizationRole, projectId ? "project" : "organization"))
    return refused("role_above");
  const gone = await tx.membership.deleteMany({ where: { organizationId, mappingId } });
  await tx.groupMapping.delete({ where: { id: mappingId } });
  await applyAll(tx, [{ organizationId, projectId, role, did: "removed" }]);
  return {
    ok: true,
    value: { removed: gone.count },
    audit: {
      target: { kind: "group", id: mappingId, name: groupName },
      detail: { issuer, projectId, role, before: { role }, after: null, removed: gone.count },
    },
  };
}
