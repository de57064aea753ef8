import { z } from "zod";
import {
  behind,
  changeOperation,
  instant,
  type Operation,
  page,
  pageFrom,
  paging,
  readOperation,
} from "#lib/domain/access/operation.ts";
import { drift } from "#lib/domain/drift/api.ts";
import { reason } from "#lib/domain/organizations/schema.ts";
import { retryAnyProjectCommand } from "#lib/domain/projects/commands.ts";
import {
  approveOrganization,
  declineOrganization,
  getAnyOrganization,
  getAnyUser,
  listAllOrganizations,
  listOrganizationRequests,
  listUsers,
  resumeOrganization,
  resumeUser,
  signOutUser,
  suspendOrganization,
  suspendUser,
} from "./api.ts";
import { discardJobCommand, discardJobsCommand, retryJobCommand, retryJobsCommand } from "./commands.ts";
import { driftStates, jobStates } from "./schema.ts";
import { listAllDrift as readDrift, getFigures as readFigures, listJobs as readJobs } from "./work.ts";

const place = z.object({ id: z.uuid(), slug: z.string(), displayName: z.string() }).nullable();

export const getFigures = readOperation({
  id: "getFigures",
  path: "/platform/figures",
  tag: "platform",
  summary: "The platform in a few numbers",
  at: "platform",
  permission: "platform:read",
  output: z
    .object({
      organizations: z.number().int(),
      projects: z.number().int(),
      projectsReady: z.number().int(),
      sessionsRunning: z.number().int(),
      jobsWaiting: z.number().int(),
      jobsFailed: z.number().int(),
      oldestJobSeconds: z.number().nullable().meta({ description: "How long the oldest waiting job waits." }),
      readyMedianMs: z
        .number()
        .nullable()
        .meta({ description: "From asking for a project to Ready, in the last 30 days." }),
      readyP95Ms: z.number().nullable(),
    })
    .meta({ id: "Figures" }),
  read: async ({ tx }) => ({ value: await readFigures(tx) }),
});

export const listJobs = readOperation({
  id: "listJobs",
  path: "/platform/jobs",
  tag: "platform",
  summary: "Jobs of a state, newest first",
  at: "platform",
  permission: "platform:jobs",
  query: paging(z.string().regex(/^\d{1,19}\.[0-9a-f-]{36}$/)).extend({
    state: z.enum(jobStates).default("failed"),
    kind: z.string().max(100, "too_long").optional(),
  }),
  output: page(
    z
      .object({
        id: z.uuid(),
        name: z.string().meta({ description: "What kind of job it is." }),
        state: z.enum(jobStates),
        tries: z.number().int().meta({ description: "Runs so far." }),
        most: z.number().int().meta({ description: "Runs before it gives up." }),
        createdAt: instant,
        startAfter: instant,
        error: z.string().nullable().meta({ description: "The last error's own words." }),
        organization: place,
        project: place,
      })
      .meta({ id: "Job" }),
  ),
  read: async ({ tx, query: { limit, after, state, kind = null } }) => {
    const { rows, older } = await readJobs(tx, { state, kind, ...behind(after) }, limit);
    return { value: pageFrom(rows, older) };
  },
});

const atJob = z.object({ job: z.uuid() });

export const retryJob = changeOperation({
  id: "retryJob",
  method: "post",
  path: "/platform/jobs/{job}/retry",
  tag: "platform",
  summary: "Give a job that gave up another run",
  at: "platform",
  command: retryJobCommand,
  params: atJob,
  output: null,
  input: ({ params: { job: jobId } }) => ({ jobId }),
});

export const discardJob = changeOperation({
  id: "discardJob",
  method: "delete",
  path: "/platform/jobs/{job}",
  tag: "platform",
  summary: "Throw a job away that gave up",
  description: "What it would have done is not done.",
  at: "platform",
  command: discardJobCommand,
  params: atJob,
  output: null,
  input: ({ params: { job: jobId } }) => ({ jobId }),
});

const kind = z.string().min(1, "required").max(100, "too_long");
const settled = z.object({ count: z.number().int().meta({ description: "How many there were." }) });

export const retryJobs = changeOperation({
  id: "retryJobs",
  method: "post",
  path: "/platform/jobs/retry",
  tag: "platform",
  summary: "Give all jobs of a kind that gave up another run",
  at: "platform",
  command: retryJobsCommand,
  body: z.object({ kind }),
  output: settled,
});

export const discardJobs = changeOperation({
  id: "discardJobs",
  method: "post",
  path: "/platform/jobs/discard",
  tag: "platform",
  summary: "Throw all jobs of a kind away that gave up",
  at: "platform",
  command: discardJobsCommand,
  body: z.object({ kind, reason }),
  output: settled,
});

export const retryAnyProject = changeOperation({
  id: "retryAnyProject",
  method: "post",
  path: "/platform/projects/{project}/retry",
  tag: "platform",
  summary: "Try again what the cluster refused, in any project",
  at: "platform",
  command: retryAnyProjectCommand,
  params: z.object({ project: z.uuid() }),
  output: null,
  status: 202,
  input: ({ params: { project: projectId } }) => ({ projectId }),
});

export const listAllDrift = readOperation({
  id: "listAllDrift",
  path: "/platform/drift",
  tag: "platform",
  summary: "What was changed in the cluster past Portico, in every project, newest first",
  at: "platform",
  permission: "platform:read",
  query: paging(z.uuid()).extend({ state: z.enum(driftStates).optional() }),
  output: page(
    drift
      .extend({
        project: z.object({ slug: z.string(), displayName: z.string() }),
        organization: z.object({ id: z.uuid(), displayName: z.string() }),
      })
      .meta({ id: "PlatformDrift" }),
  ),
  read: async ({ tx, query: { limit, after, state = null } }) => {
    const { rows, older } = await readDrift(tx, { state, ...behind(after) }, limit);
    return { value: pageFrom(rows, older) };
  },
});

/** All that the platform's staff does, but for settings and keys, in the order of the document. */
export const platformOperations: readonly Operation[] = [
  listAllOrganizations,
  getAnyOrganization,
  suspendOrganization,
  resumeOrganization,
  listOrganizationRequests,
  approveOrganization,
  declineOrganization,
  listUsers,
  getAnyUser,
  suspendUser,
  resumeUser,
  signOutUser,
  getFigures,
  listJobs,
  retryJob,
  discardJob,
  retryJobs,
  discardJobs,
  retryAnyProject,
  listAllDrift,
];
