import { z } from "zod";
import {
  changeOperation,
  inProjectPath,
  instant,
  page,
  pageOf,
  paging,
  projectPath,
  readOperation,
} from "#lib/domain/access/operation.ts";
import { visibleProjects } from "#lib/domain/access/scope.ts";
import { objectStates, projectPhases } from "#lib/domain/clusters/contract/project.ts";
import { literal } from "#lib/infra/db/like.ts";
import {
  archiveProjectCommand,
  createPersonalProjectCommand,
  createProjectCommand,
  deleteProjectCommand,
  restoreProjectCommand,
  retryProjectCommand,
  updateProjectCommand,
} from "./commands.ts";
import { listSteps, getProject as readProject } from "./data.ts";
import { createProjectInput, updateProjectInput } from "./schema.ts";

const row = z.object({
  id: z.uuid(),
  slug: z.string(),
  displayName: z.string(),
  namespace: z.string(),
  tier: z.string(),
  phase: z.enum(projectPhases),
  kind: z.string().pipe(z.enum(["shared", "personal"])),
  message: z.string(),
  archivedAt: instant.nullable(),
  createdAt: instant,
});
const listed = row.meta({ id: "ProjectRow" });

const amounts = z.record(z.string(), z.string());
const project = row
  .extend({
    labels: amounts,
    egressMode: z.string(),
    podSecurity: z.string(),
    conditions: z.array(
      z.object({ type: z.string(), status: z.string(), reason: z.string(), message: z.string() }),
    ),
    quota: z.object({ hard: amounts, used: amounts }).nullable(),
    readyAt: instant.nullable(),
    observedAt: instant.nullable(),
    deletionRequestedAt: instant.nullable(),
    createdBy: z.uuid().nullable(),
  })
  .meta({ id: "Project" });

const show = <Row extends { phase: string }>(found: Row) => ({
  ...found,
  phase: found.phase as (typeof projectPhases)[number],
});

const begins = (text: string) => ({ startsWith: literal(text), mode: "insensitive" as const });

export const listProjects = readOperation({
  id: "listProjects",
  path: "/projects",
  tag: "projects",
  summary: "Projects that the caller may see, by name",
  at: "organization",
  permission: null,
  scope: "projects:read",
  query: paging(z.string().max(63)).extend({
    phase: z.enum(projectPhases).optional(),
    kind: z.enum(["shared", "personal"]).optional(),
    q: z.string().max(100, "too_long").optional().meta({ description: "How a name begins." }),
  }),
  output: page(listed),
  read: async ({ tx, scope, query: { limit, after, phase, kind, q } }) => {
    const ids = visibleProjects(scope);
    const rows = await tx.project.findMany({
      where: {
        organizationId: scope.organizationId,
        deletedAt: null,
        ...(ids ? { id: { in: ids } } : {}),
        ...(after === undefined ? {} : { slug: { gt: after } }),
        ...(phase ? { phase } : {}),
        ...(kind ? { kind } : {}),
        ...(q ? { OR: [{ slug: { startsWith: literal(q) } }, { displayName: begins(q) }] } : {}),
      },
      orderBy: { slug: "asc" },
      take: limit + 1,
    });
    return { value: pageOf(rows.map(show), limit, ({ slug }) => slug) };
  },
});

export const createProject = changeOperation({
  id: "createProject",
  method: "post",
  path: "/projects",
  tag: "projects",
  summary: "Make a project",
  description: "Provisioning of its namespace begins at once; `phase` of the project says how far it is.",
  at: "organization",
  command: createProjectCommand,
  body: createProjectInput,
  output: z.object({ id: z.uuid(), slug: z.string(), namespace: z.string() }),
  status: 201,
});

export const createPersonalProject = changeOperation({
  id: "createPersonalProject",
  method: "post",
  path: "/personal-project",
  tag: "projects",
  summary: "Make the caller's own project, where the platform lets members have one",
  at: "organization",
  command: createPersonalProjectCommand,
  output: z.object({ id: z.uuid(), slug: z.string() }),
  status: 201,
});

export const getProject = readOperation({
  id: "getProject",
  path: "/projects/{project}",
  tag: "projects",
  summary: "One project whole",
  at: "project",
  permission: "project:read",
  params: projectPath,
  output: project,
  versioned: true,
  locate: inProjectPath,
  read: async ({ tx, scope }) => {
    const { version, ...found } = await readProject(tx, scope.projectId);
    return { value: show(found), version };
  },
});

export const updateProject = changeOperation({
  id: "updateProject",
  method: "patch",
  path: "/projects/{project}",
  tag: "projects",
  summary: "Change a project's name, labels, network or Pod Security",
  at: "project",
  command: updateProjectCommand,
  params: projectPath,
  body: updateProjectInput.omit({ version: true }),
  output: z.object({ version: z.number().int() }),
  versioned: true,
  locate: inProjectPath,
  input: ({ body, ifMatch }) => ({ ...body, version: ifMatch }),
});

/** An act on a project that takes nothing more; the cluster follows after the answer. */
const act = (
  name: "archive" | "restore" | "retry",
  summary: string,
  command: typeof archiveProjectCommand,
  description?: string,
) =>
  changeOperation({
    id: `${name}Project`,
    method: "post",
    path: `/projects/{project}/${name}`,
    tag: "projects",
    summary,
    description,
    at: "project",
    command,
    params: projectPath,
    output: null,
    status: 202,
    locate: inProjectPath,
  });

export const archiveProject = act(
  "archive",
  "Put a project away",
  archiveProjectCommand,
  "Everything of it stays and can be looked at; nothing starts in it.",
);
export const restoreProject = act("restore", "Bring an archived project back", restoreProjectCommand);
export const retryProject = act("retry", "Try again what the cluster refused", retryProjectCommand);

export const listObjects = readOperation({
  id: "listProjectObjects",
  path: "/projects/{project}/objects",
  tag: "projects",
  summary: "The objects of a project in the cluster, in the order they are made",
  at: "project",
  permission: "project:read",
  params: projectPath,
  output: z.object({
    items: z.array(
      z
        .object({
          kind: z.string(),
          name: z.string(),
          state: z.enum(objectStates),
          message: z.string(),
          attempt: z.number().int(),
          startedAt: instant.nullable(),
          durationMs: z.number().int().nullable(),
          nextRetryAt: instant.nullable(),
        })
        .meta({ id: "ProjectObject" }),
    ),
  }),
  locate: inProjectPath,
  read: async ({ tx, scope }) => ({ value: { items: await listSteps(tx, scope.projectId) } }),
});

export const deleteProject = changeOperation({
  id: "deleteProject",
  method: "delete",
  path: "/projects/{project}",
  tag: "projects",
  summary: "Delete a project with its namespace",
  at: "project",
  command: deleteProjectCommand,
  params: projectPath,
  query: z.object({
    confirm: z.string().max(80).meta({ description: "The project's short name, once more." }),
  }),
  output: null,
  status: 202,
  locate: inProjectPath,
  input: ({ query: { confirm } }) => ({ name: confirm }),
});
