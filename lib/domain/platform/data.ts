import { Prisma } from "#generated/client.ts";
import { live } from "#lib/domain/access/scope.ts";
import { keysetPage, type Page } from "#lib/infra/db/keyset.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";
import type { organizationStates, TenantFilter, UserFilter } from "./schema.ts";

export type PlatformFigures = {
  organizations: number;
  projects: number;
  projectsReady: number;
  sessionsRunning: number;
  jobsWaiting: number;
  jobsFailed: number;
  /** Seconds the oldest waiting job has waited; null when none waits. */
  oldestJobSeconds: number | null;
  /** Commit to Ready over the last 30 days, in ms: median and 95th percentile; null without a sample. */
  readyMedianMs: number | null;
  readyP95Ms: number | null;
};

/** The platform in a few numbers, counted in one query. */
export async function getFigures(tx: PlatformTx): Promise<PlatformFigures> {
  const [row] = await tx.$queryRaw<Record<string, number | null>[]>`
    select
      (select count(*)::int from organizations) as organizations,
      (select count(*)::int from projects where deleted_at is null) as projects,
      (select count(*)::int from projects where deleted_at is null and phase = 'Ready') as "projectsReady",
      (select count(*)::int from agent_sessions where phase in ('Starting', 'Running', 'Stopping')) as "sessionsRunning",
      (select count(*)::int from pgboss.job where state in ('created', 'retry', 'active')) as "jobsWaiting",
      (select count(*)::int from pgboss.job where state = 'failed') as "jobsFailed",
      (select extract(epoch from now() - min(created_on))::float8 from pgboss.job
        where state in ('created', 'retry') and start_after <= now()) as "oldestJobSeconds",
      ready.median as "readyMedianMs", ready.p95 as "readyP95Ms"
    from (select percentile_cont(0.5) within group (order by ms)::float8 as median,
                 percentile_cont(0.95) within group (order by ms)::float8 as p95
          from (select extract(epoch from ready_at - created_at) * 1000 as ms from projects
                where ready_at > now() - interval '30 days') as times) as ready`;
  return row as unknown as PlatformFigures;
}

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

export type TenantRow = {
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
export async function listTenants(
  tx: PlatformTx,
  { q, state, ...at }: TenantFilter,
): Promise<Page<TenantRow>> {
  // One of a fixed few words, written out: the index of what is not active is used only for a word that is known.
  const inState = state ? Prisma.sql`and r.state = ${Prisma.raw(`'${state}'`)}` : Prisma.empty;
  return keysetPage(
    at,
    pageSize,
    (from) => tx.$queryRaw<TenantRow[]>`
    select o.id, o.slug, o.display_name as "displayName", o.tier, o.state, o.created_at as "createdAt",
      p.projects, p.ready, p.degraded,
      (select count(distinct m.user_id)::int from memberships m where m.organization_id = o.id) as members,
      (select c.at from audit_chains c where c.chain_id = o.id) as "lastActivity"
    from (select r.* from organizations r
      where ${begins(["r.find_slug", "r.find_name"], q)} ${inState} ${paged(from)}) o
    cross join lateral (
      select count(*)::int as projects, (count(*) filter (where phase = 'Ready'))::int as ready,
        (count(*) filter (where phase = 'Degraded'))::int as degraded
      from projects where organization_id = o.id and deleted_at is null) p
    order by o.id ${from.upwards ? Prisma.sql`asc` : Prisma.sql`desc`}`,
  );
}

/** One organization for the platform's staff; null for none. */
export async function getTenant(tx: PlatformTx, id: string) {
  const [organization, projects, chain, members] = [
    await tx.organization.findUnique({ where: { id } }),
    await tx.project.findMany({
      where: { organizationId: id, deletedAt: null },
      select: { id: true, slug: true, displayName: true, namespace: true, tier: true, phase: true },
      orderBy: [{ displayName: "asc" }, { id: "asc" }],
      take: 200,
    }),
    await tx.auditChain.findUnique({ where: { chainId: id }, select: { at: true } }),
    await tx.membership.findMany({
      where: { organizationId: id, projectId: null, ...live() },
      select: {
        id: true,
        role: true,
        user: { select: { id: true, displayName: true, email: true, suspendedAt: true } },
      },
      orderBy: [{ user: { displayName: "asc" } }, { id: "asc" }],
      take: 200,
    }),
  ];
  return organization && { ...organization, projects, members, lastActivity: chain?.at ?? null };
}

/** Requests for organizations that wait, the oldest first, with who asks. */
export async function listRequests(tx: PlatformTx) {
  return tx.organizationRequest.findMany({
    where: { state: "pending" },
    orderBy: { id: "asc" },
    take: 100,
    select: {
      id: true,
      slug: true,
      displayName: true,
      tier: true,
      reason: true,
      createdAt: true,
      user: { select: { id: true, displayName: true, email: true } },
    },
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
export async function listUsers(tx: PlatformTx, { q, ...at }: UserFilter): Promise<Page<UserRow>> {
  return keysetPage(
    at,
    pageSize,
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

/** Projects that need somebody's eye or are on their way, newest first. */
export async function listUnsettledProjects(tx: PlatformTx) {
  const rows = await tx.project.findMany({
    where: { deletedAt: null, phase: { not: "Ready" } },
    orderBy: { id: "desc" },
    take: 50,
    select: {
      id: true,
      organizationId: true,
      slug: true,
      displayName: true,
      namespace: true,
      phase: true,
      message: true,
      createdAt: true,
      organization: { select: { slug: true, displayName: true } },
    },
  });
  return rows;
}

export type JobRow = {
  id: string;
  name: string;
  state: string;
  retries: number;
  createdAt: Date;
  startAfter: Date;
  /** The last error's own words; null before one. */
  error: string | null;
};

/** Jobs that have failed, then those that wait or run, each newest first. Their payloads are keys only. */
export async function listUnfinishedJobs(tx: PlatformTx): Promise<JobRow[]> {
  return tx.$queryRaw<JobRow[]>`
    select id::text, name, state::text as state, retry_count as retries, created_on as "createdAt", start_after as "startAfter",
      output ->> 'message' as error
    from pgboss.job where state in ('created', 'retry', 'active', 'failed')
    order by (state = 'failed') desc, created_on desc limit 50`;
}

export type FunnelStep = {
  step: "you" | "organization" | "project" | "credential" | "provision" | "session";
  reached: number;
  /** Median seconds from opening the wizard; null when nobody reached it. */
  medianSeconds: number | null;
};

/** How far the people of the last 30 days came in the wizard, and how long it took them. */
export async function getOnboardingFunnel(tx: PlatformTx): Promise<{ started: number; steps: FunnelStep[] }> {
  const [row] = await tx.$queryRaw<Record<string, number | null>[]>`
    select count(*)::int as started,
      count(you_at)::int as you_n, percentile_cont(0.5) within group (order by extract(epoch from you_at - started_at))::float8 as you_s,
      count(organization_at)::int as organization_n, percentile_cont(0.5) within group (order by extract(epoch from organization_at - started_at))::float8 as organization_s,
      count(project_at)::int as project_n, percentile_cont(0.5) within group (order by extract(epoch from project_at - started_at))::float8 as project_s,
      count(credential_at)::int as credential_n, percentile_cont(0.5) within group (order by extract(epoch from credential_at - started_at))::float8 as credential_s,
      count(provisioned_at)::int as provision_n, percentile_cont(0.5) within group (order by extract(epoch from provisioned_at - started_at))::float8 as provision_s,
      count(finished_at)::int as session_n, percentile_cont(0.5) within group (order by extract(epoch from finished_at - started_at))::float8 as session_s
    from onboardings where started_at > now() - interval '30 days'`;
  const steps = (["you", "organization", "project", "credential", "provision", "session"] as const).map(
    (step) => ({
      step,
      reached: row?.[`${step}_n`] ?? 0,
      medianSeconds: row?.[`${step}_s`] ?? null,
    }),
  );
  return { started: row?.started ?? 0, steps };
}
