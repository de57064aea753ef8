import { Prisma, type Project } from "#generated/client.ts";
import { highest, type OrganizationRole, organizationRoles } from "#lib/domain/access/permissions.ts";
import { live } from "#lib/domain/access/scope.ts";
import { verifiedDomain } from "#lib/domain/identity/rules.ts";
import { keysetPage, type Page } from "#lib/infra/db/keyset.ts";
import { literal } from "#lib/infra/db/like.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";
import type { OrganizationFilter, organizationStates, PartFilter, UserFilter } from "./schema.ts";

/** Rows whose columns begin with a text, by index: row-level security lets no function of a column into an index, so what is found is a column of its own. */
const begins = (columns: readonly string[], q: string): Prisma.Sql => {
  const from = q.toLowerCase();
  const to = `${from}\u{10FFFF}`;
  const one = (column: string) =>
    Prisma.sql`(${Prisma.raw(column)} >= ${from} and ${Prisma.raw(column)} < ${to})`;
  return from === "" ? Prisma.sql`true` : Prisma.sql`(${Prisma.join(columns.map(one), " or ")})`;
};

/** The condition and the order of one page of `keysetPage`, for rows that are called `r`. */
const paged = ({
  edge,
  upwards,
  take,
}: {
  edge: string | null;
  upwards: boolean;
  take: number;
}): Prisma.Sql => {
  const beyond = upwards ? Prisma.sql`and r.id > ${edge}::uuid` : Prisma.sql`and r.id < ${edge}::uuid`;
  const order = upwards ? Prisma.sql`asc` : Prisma.sql`desc`;
  return Prisma.sql`${edge ? beyond : Prisma.empty} order by r.id ${order} limit ${take}`;
};

export type OrganizationRow = {
  id: string;
  slug: string;
  displayName: string;
  tier: string;
  state: (typeof organizationStates)[number];
  projects: number;
  ready: number;
  degraded: number;
  members: number;
  /** When somebody last did something there that the audit log holds. */
  lastActivity: Date | null;
  createdAt: Date;
};

const pageSize = 50;

/** One page of the organizations, newest first; counted for the page alone, so it stays quick with many. */
export async function listOrganizations(
  tx: PlatformTx,
  { q, state, tier, ...at }: OrganizationFilter,
  size = pageSize,
): Promise<Page<OrganizationRow>> {
  // One of a fixed few words, written out: the index of what is not active is used only for a word that is known.
  const inState = state ? Prisma.sql`and r.state = ${Prisma.raw(`'${state}'`)}` : Prisma.empty;
  const inTier = tier ? Prisma.sql`and r.tier = ${tier}` : Prisma.empty;
  return keysetPage(
    at,
    size,
    (from) => tx.$queryRaw<OrganizationRow[]>`
    select o.id, o.slug, o.display_name as "displayName", o.tier, o.state, o.created_at as "createdAt",
      p.projects, p.ready, p.degraded,
      (select count(distinct m.user_id)::int from memberships m where m.organization_id = o.id) as members,
      (select c.at from audit_chains c where c.chain_id = o.id) as "lastActivity"
    from (select r.* from organizations r
      where ${begins(["r.find_slug", "r.find_name"], q)} ${inState} ${inTier} ${paged(from)}) o
    cross join lateral (
      select count(*)::int as projects, (count(*) filter (where phase = 'Ready'))::int as ready,
        (count(*) filter (where phase = 'Degraded'))::int as degraded
      from projects where organization_id = o.id and deleted_at is null) p
    order by o.id ${from.upwards ? Prisma.sql`asc` : Prisma.sql`desc`}`,
  );
}

/** One organization for the platform's staff; null for none. */
export async function getOrganization(tx: PlatformTx, id: string) {
  const organization = await tx.organization.findUnique({ where: { id } });
  const chain = await tx.auditChain.findUnique({ where: { chainId: id }, select: { at: true } });
  const projects = await tx.project.count({ where: { organizationId: id, deletedAt: null } });
  const people = await tx.user.count({ where: { memberships: { some: { organizationId: id, ...live() } } } });
  return organization && { ...organization, projects, people, lastActivity: chain?.at ?? null };
}

export type TenantPersonRow = {
  id: string;
  displayName: string;
  email: string | null;
  suspendedAt: Date | null;
  /** The highest role in the organization itself; null for who has roles in its projects only. */
  role: OrganizationRole | null;
  /** In how many of its projects they hold a role of their own. */
  projects: number;
};

/** One page of an organization's people, the newest first, by how their name or address begins. */
export async function listPeople(
  tx: PlatformTx,
  organizationId: string,
  { q, before, after }: PartFilter,
): Promise<Page<TenantPersonRow>> {
  const held = Prisma.sql`organization_id = ${organizationId}::uuid and (expires_at is null or expires_at > now())`;
  return keysetPage({ before, after }, pageSize, async (from) => {
    const rows = await tx.$queryRaw<(TenantPersonRow & { roles: string[] })[]>`
      select u.id, u.display_name as "displayName", u.email, u.suspended_at as "suspendedAt", h.roles, h.projects
      from (select r.* from users r where r.id in (select user_id from memberships where ${held})
        and ${begins(["r.find_email", "r.find_name"], q)} ${paged(from)}) u
      cross join lateral (
        select coalesce(array_agg(role) filter (where project_id is null), '{}') as roles,
          count(distinct project_id)::int as projects
        from memberships where user_id = u.id and ${held}) h
      order by u.id ${from.upwards ? Prisma.sql`asc` : Prisma.sql`desc`}`;
    return rows.map(({ roles, ...row }) => ({ ...row, role: highest(organizationRoles, roles) }));
  });
}

export type TenantProjectRow = Pick<Project, "id" | "slug" | "displayName" | "namespace" | "tier" | "phase">;

/** One page of an organization's projects, the newest first, by how their name begins. */
export async function listProjectsOf(
  tx: PlatformTx,
  organizationId: string,
  { q, before, after }: PartFilter,
): Promise<Page<TenantProjectRow>> {
  const startsWith = literal(q);
  return keysetPage({ before, after }, pageSize, ({ edge, upwards, take }) =>
    tx.project.findMany({
      where: {
        organizationId,
        deletedAt: null,
        ...(edge ? { id: upwards ? { gt: edge } : { lt: edge } } : {}),
        OR: [
          { displayName: { startsWith, mode: "insensitive" } },
          { slug: { startsWith, mode: "insensitive" } },
        ],
      },
      select: { id: true, slug: true, displayName: true, namespace: true, tier: true, phase: true },
      orderBy: { id: upwards ? "asc" : "desc" },
      take,
    }),
  );
}

/** Requests for organizations that wait, the oldest first, with who asks and whose their address's domain is proved to be. */
export async function listRequests(
  tx: PlatformTx,
  { after = null, take = 100 }: { after?: string | null; take?: number } = {},
) {
  const rows = await tx.organizationRequest.findMany({
    where: { state: "pending", ...(after ? { id: { gt: after } } : {}) },
    orderBy: { id: "asc" },
    take,
    select: {
      id: true,
      slug: true,
      displayName: true,
      tier: true,
      reason: true,
      createdAt: true,
      user: { select: { id: true, displayName: true, email: true, emailVerified: true } },
    },
  });
  const domains = rows.flatMap(({ user }) => verifiedDomain(user) ?? []);
  const proved = await tx.domain.findMany({
    where: { domain: { in: domains }, verifiedAt: { not: null } },
    select: { domain: true, organization: { select: { id: true, displayName: true } } },
  });
  return rows.map((row) => {
    const domain = verifiedDomain(row.user);
    const owner = proved.find((one) => one.domain === domain)?.organization ?? null;
    return { ...row, domain: domain ? { name: domain, owner } : null };
  });
}

export type UserRow = {
  id: string;
  displayName: string;
  email: string | null;
  suspendedAt: Date | null;
  organizations: number;
  /** Browsers that are signed in now. */
  signIns: number;
  lastSignInAt: Date | null;
  createdAt: Date;
};

/** One page of the people, newest first, with what they have counted for the page alone. */
export async function listUsers(
  tx: PlatformTx,
  { q, ...at }: UserFilter,
  size = pageSize,
): Promise<Page<UserRow>> {
  return keysetPage(
    at,
    size,
    (from) => tx.$queryRaw<UserRow[]>`
    select u.id, u.display_name as "displayName", u.email, u.suspended_at as "suspendedAt", u.created_at as "createdAt",
      (select count(distinct m.organization_id)::int from memberships m where m.user_id = u.id) as organizations,
      (select count(*)::int from login_sessions s where s.user_id = u.id and s.revoked_at is null
        and s.idle_until > now() and s.ends_at > now()) as "signIns",
      (select max(i.last_sign_in_at) from identities i where i.user_id = u.id) as "lastSignInAt"
    from (select r.* from users r where ${begins(["r.find_email", "r.find_name"], q)} ${paged(from)}) u
    order by u.id ${from.upwards ? Prisma.sql`asc` : Prisma.sql`desc`}`,
  );
}

/** One person for the platform's staff, with the browsers that are signed in as them; null for nobody. */
export async function getUser(tx: PlatformTx, id: string, now = new Date()) {
  return tx.user.findUnique({
    where: { id },
    select: {
      id: true,
      displayName: true,
      email: true,
      emailVerified: true,
      groups: true,
      suspendedAt: true,
      createdAt: true,
      identities: {
        select: { id: true, provider: true, issuer: true, subject: true, lastSignInAt: true },
        orderBy: { lastSignInAt: "desc" },
      },
      loginSessions: {
        where: { revokedAt: null, idleUntil: { gt: now }, endsAt: { gt: now } },
        select: { id: true, userAgent: true, address: true, createdAt: true, lastSeenAt: true },
        orderBy: { lastSeenAt: "desc" },
      },
      memberships: {
        where: live(now),
        select: {
          id: true,
          role: true,
          organization: { select: { id: true, slug: true, displayName: true } },
          project: { select: { displayName: true } },
        },
        orderBy: [{ organization: { displayName: "asc" } }, { id: "asc" }],
        take: 200,
      },
    },
  });
}
