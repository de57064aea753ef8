import type { TenantTx } from "#lib/infra/db/transaction.ts";

export type MappingRow = {
  id: string;
  issuer: string;
  groupName: string;
  role: string;
  project: { id: string; slug: string; displayName: string } | null;
  /** How many people it brings the role to. */
  people: number;
  createdAt: Date;
};

/** The mappings of an organization, by group. */
export async function listMappings(tx: TenantTx, organizationId: string): Promise<MappingRow[]> {
  const rows = await tx.groupMapping.findMany({
    where: { organizationId },
    include: {
      project: { select: { id: true, slug: true, displayName: true } },
      _count: { select: { memberships: true } },
    },
    orderBy: [{ groupName: "asc" }, { id: "asc" }],
  });
  return rows.map(({ id, issuer, groupName, role, project, createdAt, _count }) => ({
    id,
    issuer,
    groupName,
    role,
    project,
    people: _count.memberships,
    createdAt,
  }));
}

/** The issuers that members sign in with, and the groups that they carry: what a mapping may name. */
export async function listKnownGroups(
  tx: TenantTx,
  organizationId: string,
): Promise<{ issuer: string; groups: string[] }[]> {
  return tx.$queryRaw<{ issuer: string; groups: string[] }[]>`
    select i.issuer, coalesce(array_agg(distinct g.name order by g.name) filter (where g.name is not null), '{}') as groups
    from identities i left join lateral (select unnest(i.groups) as name limit 100) g on true
    where i.user_id in (select user_id from memberships where organization_id = ${organizationId}::uuid)
    group by i.issuer order by i.issuer limit 20`;
}

type Reached = { userId: string; displayName: string };

/** What a mapping would do if it were saved now. */
export type Preview = {
  /** Who would get the role, who would lose it, and who would hold another one in its place. */
  add: Reached[];
  remove: Reached[];
  change: Reached[];
  /** How many would hold it as it is. */
  keep: number;
};

/** Whom a mapping of this group and place would reach, compared with whom the present one does. */
export async function previewMapping(
  tx: TenantTx,
  organizationId: string,
  {
    issuer,
    groupName,
    role,
    projectId = null,
  }: { issuer: string; groupName: string; role: string; projectId?: string | null },
): Promise<Preview> {
  const reached = await tx.$queryRaw<Reached[]>`
    select user_id as "userId", display_name as "displayName"
    from portico_group_reach(${organizationId}::uuid, ${issuer}, ${groupName}) where reached order by 2, 1`;
  const present = await tx.membership.findMany({
    where: { organizationId, mapping: { issuer, groupName, projectId } },
    select: { userId: true, role: true, user: { select: { displayName: true } } },
  });
  const held = new Map(present.map((row) => [row.userId, row.role]));
  const wanted = new Set(reached.map(({ userId }) => userId));
  return {
    add: reached.filter(({ userId }) => !held.has(userId)),
    remove: present
      .filter(({ userId }) => !wanted.has(userId))
      .map(({ userId, user }) => ({ userId, displayName: user.displayName })),
    change: reached.filter(({ userId }) => held.has(userId) && held.get(userId) !== role),
    keep: reached.filter(({ userId }) => held.get(userId) === role).length,
  };
}
