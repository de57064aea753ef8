import { Prisma } from "#generated/client.ts";
import type { DriftRow } from "#lib/domain/drift/data.ts";
import { keysetPage, type Page } from "#lib/infra/db/keyset.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";
import type { DriftFilter, JobFilter, jobStates } from "./schema.ts";

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

/** Projects that need somebody's eye or are on their way, newest first. */
export async function listUnsettledProjects(tx: PlatformTx) {
  return tx.project.findMany({
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
}

export type JobState = (typeof jobStates)[number];
type Place = { id: string; slug: string; displayName: string };
export type JobRow = {
  id: string;
  /** Where it stands in the list: when it was made, in microseconds, and its id. */
  key: string;
  name: string;
  state: JobState;
  /** Runs so far and the most there may be. */
  tries: number;
  most: number;
  createdAt: Date;
  startAfter: Date;
  /** The last error's own words; null before one. */
  error: string | null;
  /** What it is about, as far as that still exists. */
  organization: Place | null;
  project: Place | null;
};

const pageSize = 50;

/** One page of the jobs of a state, newest first, with what each is about. Their payloads are keys only. */
export async function listJobs(
  tx: PlatformTx,
  { state, kind, ...at }: JobFilter,
  size = pageSize,
): Promise<Page<JobRow>> {
  const ofKind = kind ? Prisma.sql`and name = ${kind}` : Prisma.empty;
  return keysetPage(
    at,
    size,
    ({ edge, upwards, take }) => {
      const [made = "0", id = ""] = edge?.split(".") ?? [];
      const order = upwards ? Prisma.sql`asc` : Prisma.sql`desc`;
      const side = upwards ? Prisma.sql`>` : Prisma.sql`<`;
      const beyond = edge
        ? Prisma.sql`and (created_on, id) ${side} ('epoch'::timestamptz + ${made}::bigint * interval '1 microsecond', ${id}::uuid)`
        : Prisma.empty;
      return tx.$queryRaw<JobRow[]>`
        select j.id::text, j.key, j.name, j.state::text as state, j.retry_count + (j.state <> 'created')::int as tries,
          j.retry_limit + 1 as most, j.created_on as "createdAt", j.start_after as "startAfter", j.output ->> 'message' as error,
          case when o.id is not null then jsonb_build_object('id', o.id, 'slug', o.slug, 'displayName', o.display_name) end as organization,
          case when p.id is not null then jsonb_build_object('id', p.id, 'slug', p.slug, 'displayName', p.display_name) end as project
        from (select *, (extract(epoch from created_on) * 1000000)::bigint || '.' || id as key from pgboss.job
          where state = ${state}::pgboss.job_state ${ofKind} ${beyond}
          order by created_on ${order}, id ${order} limit ${take}) j
        left join organizations o on o.id = (j.data ->> 'organizationId')::uuid
        left join agent_sessions s on s.id = (j.data ->> 'sessionId')::uuid
        left join projects p on p.id = coalesce((j.data ->> 'projectId')::uuid, s.project_id)
        order by j.created_on ${order}, j.id ${order}`;
    },
    ({ key }) => key,
  );
}

/** How many jobs there are in each state that is not an end. */
export async function countJobs(tx: PlatformTx): Promise<Record<JobState, number>> {
  const rows = await tx.$queryRaw<{ state: JobState; count: number }[]>`
    select state::text as state, count(*)::int as count from pgboss.job
    where state in ('failed', 'retry', 'created', 'active') group by state`;
  const counts = { failed: 0, retry: 0, created: 0, active: 0 };
  for (const { state, count } of rows) counts[state] = count;
  return counts;
}

export type FailedKind = { name: string; count: number; newest: Date };

/** What kinds of jobs have failed, the most first. */
export async function listFailedKinds(tx: PlatformTx): Promise<FailedKind[]> {
  return tx.$queryRaw<FailedKind[]>`
    select name, count(*)::int as count, max(completed_on) as newest from pgboss.job
    where state = 'failed' group by name order by 2 desc, 1`;
}

/** How many things wait for the platform's staff: requests for organizations, and jobs that gave up. */
export async function countWaiting(tx: PlatformTx): Promise<{ requests: number; failedJobs: number }> {
  const [row] = await tx.$queryRaw<{ requests: number; failedJobs: number }[]>`
    select (select count(*)::int from organization_requests where state = 'pending') as requests,
      (select count(*)::int from pgboss.job where state = 'failed') as "failedJobs"`;
  return row ?? { requests: 0, failedJobs: 0 };
}

export type PlatformDriftRow = DriftRow & {
  project: { slug: string; displayName: string };
  organization: { id: string; displayName: string };
};

/** One page of what was changed in the cluster past Portico, in every project, newest first. */
export async function listAllDrift(
  tx: PlatformTx,
  { state, ...at }: DriftFilter,
  size = pageSize,
): Promise<Page<PlatformDriftRow>> {
  return keysetPage(at, size, async ({ edge, upwards, take }) => {
    const rows = await tx.driftEvent.findMany({
      where: {
        ...(edge ? { id: upwards ? { gt: edge } : { lt: edge } } : {}),
        ...(state ? { state } : {}),
      },
      omit: { organizationId: true, projectId: true },
      include: {
        project: {
          select: {
            slug: true,
            displayName: true,
            organization: { select: { id: true, displayName: true } },
          },
        },
      },
      orderBy: { id: upwards ? "asc" : "desc" },
      take,
    });
    return rows.map(
      ({ project: { organization, ...project }, ...row }) =>
        ({ ...row, project, organization }) as PlatformDriftRow,
    );
  });
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
