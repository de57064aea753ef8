import { Prisma } from "#generated/client.ts";
import { keysetPage, type Page } from "#lib/infra/db/keyset.ts";
import { literal } from "#lib/infra/db/like.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";
import type { TenantFilter } from "./schema.ts";

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

export type TenantRow = {
  id: string;
  slug: string;
  displayName: string;
  tier: string;
  projects: number;
  ready: number;
  degraded: number;
  members: number;
  running: number;
  createdAt: Date;
};

const tenantPageSize = 50;

/** One page of the tenants, newest first; counted per page, so it stays quick with many. */
export async function listTenants(tx: PlatformTx, { q, ...at }: TenantFilter): Promise<Page<TenantRow>> {
  const like = `%${literal(q)}%`;
  return keysetPage(
    at,
    tenantPageSize,
    ({ edge, upwards, take }) => tx.$queryRaw<TenantRow[]>`
    select o.id, o.slug, o.display_name as "displayName", o.tier, o.created_at as "createdAt",
      (select count(*)::int from projects p where p.organization_id = o.id and p.deleted_at is null) as projects,
      (select count(*)::int from projects p where p.organization_id = o.id and p.deleted_at is null and p.phase = 'Ready') as ready,
      (select count(*)::int from projects p where p.organization_id = o.id and p.deleted_at is null and p.phase = 'Degraded') as degraded,
      (select count(distinct m.user_id)::int from memberships m where m.organization_id = o.id) as members,
      (select count(*)::int from agent_sessions s where s.organization_id = o.id and s.phase in ('Starting', 'Running')) as running
    from organizations o
    where (o.slug ilike ${like} or o.display_name ilike ${like})
      ${!edge ? Prisma.empty : upwards ? Prisma.sql`and o.id > ${edge}::uuid` : Prisma.sql`and o.id < ${edge}::uuid`}
    order by o.id ${upwards ? Prisma.sql`asc` : Prisma.sql`desc`} limit ${take}`,
  );
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

/** Jobs that wait, run or have failed, newest first. Their payloads are keys only. */
export async function listUnfinishedJobs(tx: PlatformTx): Promise<JobRow[]> {
  return tx.$queryRaw<JobRow[]>`
    select id::text, name, state::text as state, retry_count as retries, created_on as "createdAt", start_after as "startAfter",
      output ->> 'message' as error
    from pgboss.job where state in ('created', 'retry', 'active', 'failed') order by created_on desc limit 50`;
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
