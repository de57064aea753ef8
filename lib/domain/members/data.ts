import { Prisma } from "#generated/client.ts";
import {
  highest,
  type OrganizationRole,
  organizationRoles,
  type ProjectRole,
  projectRoles,
} from "#lib/domain/access/permissions.ts";
import { live } from "#lib/domain/access/scope.ts";
import { idIn } from "#lib/infra/db/id.ts";
import { type Keyset, keysetPage, type Page } from "#lib/infra/db/keyset.ts";
import { literal } from "#lib/infra/db/like.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";

/** Where a role of somebody comes from. Of several, the highest counts. */
export type Source = { role: string; until: Date | null; group: string | null };
type StoredSource = Omit<Source, "until"> & { until: string | null };

const sourcesOf = (stored: StoredSource[] | null): Source[] =>
  (stored ?? []).map((source) => ({
    ...source,
    until: source.until === null ? null : new Date(source.until),
  }));

const pageSize = 50;

export type Member = {
  userId: string;
  displayName: string;
  email: string | null;
  /** The role that counts. */
  role: ProjectRole;
  viaOrganization: boolean;
  /** The roles in the project itself, that by name first. */
  sources: Source[];
};

/** A key of a service or of a project that works, by who has made it. */
export type Service = { id: string; name: string; createdBy: string | null };

/** The keys of services and projects of the organization that people have made and that still work. */
export const listServicesBy = (
  tx: TenantTx,
  organizationId: string,
  userIds: readonly string[],
): Promise<Service[]> =>
  tx.key.findMany({
    where: {
      organizationId,
      kind: { in: ["project", "service"] },
      createdBy: { in: [...userIds] },
      revokedAt: null,
      expiresAt: { gt: new Date() },
    },
    orderBy: { name: "asc" },
    select: { id: true, name: true, createdBy: true },
  });

/** Where a project is, as its scope says. */
type InProject = { organizationId: string; projectId: string };

/** Whoever may work in a project: those with a role in it, and the organization's owners and admins. */
const workingIn = ({ organizationId, projectId }: InProject) => Prisma.sql`
  m.organization_id = ${organizationId}::uuid and (m.expires_at is null or m.expires_at > now())
    and (m.project_id = ${projectId}::uuid or (m.project_id is null and m.role in ('owner', 'admin')))`;

/** Who may work in a project, by name, a page at a time; with `userId` only that person. */
export async function listProjectMembers(
  tx: TenantTx,
  place: InProject,
  {
    userId = null,
    before = null,
    after = null,
    limit = pageSize,
  }: { userId?: string | null; limit?: number } & Partial<Keyset> = {},
): Promise<Page<Member>> {
  type Row = Omit<Member, "role" | "sources"> & { id: string; sources: StoredSource[] | null };
  const page = await keysetPage({ before, after }, limit, ({ edge, upwards, take }) => {
    const [beyond, order] = upwards ? [Prisma.sql`<`, Prisma.sql`desc`] : [Prisma.sql`>`, Prisma.sql`asc`];
    return tx.$queryRaw<Row[]>`
    select u.id, u.id as "userId", u.display_name as "displayName", u.email,
      bool_or(m.project_id is null) as "viaOrganization",
      jsonb_agg(jsonb_build_object('role', m.role, 'until', m.expires_at, 'group', g.group_name)
        order by m.mapping_id nulls first) filter (where m.project_id is not null) as sources
    from memberships m join users u on u.id = m.user_id left join group_mappings g on g.id = m.mapping_id
    where ${workingIn(place)} and (${userId}::uuid is null or u.id = ${userId}::uuid)
      and (${edge}::uuid is null
        or (lower(u.display_name), u.id) ${beyond} (select lower(display_name), id from users where id = ${edge}::uuid))
    group by u.id order by lower(u.display_name) ${order}, u.id ${order} limit ${take}`;
  });
  const rows = page.rows.map(({ id: _, sources: stored, ...row }) => {
    const sources = sourcesOf(stored);
    const own = highest(
      projectRoles,
      sources.map(({ role }) => role),
    );
    return { ...row, sources, role: row.viaOrganization ? "admin" : (own ?? "viewer") } satisfies Member;
  });
  return { ...page, rows };
}

/** How many people may work in a project. */
export async function countProjectMembers(tx: TenantTx, place: InProject): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    select count(distinct m.user_id)::int as count from memberships m where ${workingIn(place)}`;
  return row?.count ?? 0;
}

/** The first few people with a role in the organization itself, the highest first, and how many there are. */
export async function listOrganizationMembers(tx: TenantTx, organizationId: string, take: number) {
  const where = { organizationId, projectId: null, ...live() };
  const rows: { userId: string; displayName: string; role: string }[] = [];
  for (const role of organizationRoles) {
    if (rows.length >= take) break;
    const found = await tx.membership.findMany({
      where: { ...where, role, userId: { notIn: rows.map(({ userId }) => userId) } },
      distinct: ["userId"],
      include: { user: { select: { displayName: true } } },
      orderBy: [{ user: { displayName: "asc" } }, { userId: "asc" }],
      take: take - rows.length,
    });
    rows.push(...found.map(({ userId, user }) => ({ userId, role, displayName: user.displayName })));
  }
  const [count] = await tx.$queryRaw<{ total: number }[]>`
    select count(distinct user_id)::int as total from memberships
    where organization_id = ${organizationId}::uuid and project_id is null and (expires_at is null or expires_at > now())`;
  return { rows, total: count?.total ?? 0 };
}

export type OrganizationMember = {
  userId: string;
  displayName: string;
  email: string | null;
  suspended: boolean;
  /** The role that counts; null for a member of projects only. */
  role: OrganizationRole | null;
  /** The roles in the organization itself, that by name first. */
  sources: Source[];
  /** In how many projects they have a role of their own. */
  projects: number;
  since: Date;
};

/** Everybody who belongs to an organization, by name, a page at a time. `query` begins a name or an address. */
export async function listMembers(
  tx: TenantTx,
  organizationId: string,
  {
    query = "",
    userId = null,
    before = null,
    after = null,
    limit = pageSize,
  }: { query?: string; userId?: string | null; limit?: number } & Partial<Keyset> = {},
): Promise<Page<OrganizationMember>> {
  const begins = `${literal(query.trim().toLowerCase())}%`;
  type Row = Omit<OrganizationMember, "role" | "sources" | "since"> & {
    id: string;
    since: string;
    sources: StoredSource[] | null;
  };
  const page = await keysetPage({ before, after }, limit, ({ edge, upwards, take }) => {
    // Names go down the page: its beginning is where "newer" leads in other lists.
    const [beyond, order] = upwards ? [Prisma.sql`<`, Prisma.sql`desc`] : [Prisma.sql`>`, Prisma.sql`asc`];
    return tx.$queryRaw<Row[]>`
    select u.id, u.id as "userId", u.display_name as "displayName", u.email, u.suspended_at is not null as suspended,
      count(distinct m.project_id)::int as projects, min(m.created_at) as since,
      jsonb_agg(jsonb_build_object('role', m.role, 'until', m.expires_at, 'group', g.group_name)
        order by m.mapping_id nulls first) filter (where m.project_id is null) as sources
    from memberships m join users u on u.id = m.user_id left join group_mappings g on g.id = m.mapping_id
    where m.organization_id = ${organizationId}::uuid and (m.expires_at is null or m.expires_at > now())
      and (lower(u.display_name) like ${begins} or lower(u.email) like ${begins})
      and (${userId}::uuid is null or u.id = ${userId}::uuid)
      and (${edge}::uuid is null
        or (lower(u.display_name), u.id) ${beyond} (select lower(display_name), id from users where id = ${edge}::uuid))
    group by u.id order by lower(u.display_name) ${order}, u.id ${order} limit ${take}`;
  });
  const rows = page.rows.map(({ id: _, ...row }) => {
    const sources = sourcesOf(row.sources);
    return {
      ...row,
      since: new Date(row.since),
      sources,
      role: highest(
        organizationRoles,
        sources.map(({ role }) => role),
      ),
    };
  });
  return { ...page, rows };
}

/** How many people belong to an organization, be it by a project alone. */
export async function countMembers(tx: TenantTx, organizationId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    select count(distinct user_id)::int as count from memberships
    where organization_id = ${organizationId}::uuid and (expires_at is null or expires_at > now())`;
  return row?.count ?? 0;
}

/** Somebody of the organization by id or by verified address; null for nobody, or for more than one. */
export async function findMember(
  tx: TenantTx,
  organizationId: string,
  person: string,
): Promise<string | null> {
  const belongs = { memberships: { some: { organizationId, ...live() } } };
  const found = await tx.user.findMany({
    where: idIn(person)
      ? { id: person, ...belongs }
      : { email: { equals: literal(person), mode: "insensitive" }, emailVerified: true, ...belongs },
    select: { id: true },
    take: 2,
  });
  return found.length === 1 ? (found[0]?.id ?? null) : null;
}
