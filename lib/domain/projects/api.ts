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
import { projectPhases } from "#lib/domain/clusters/contract/project.ts";
import {
  archiveProjectCommand,
  createProjectCommand,
  deleteProjectCommand,
  restoreProjectCommand,
  retryProjectCommand,
  updateProjectCommand,
} from "./commands.ts";
import { getProject as readProject } from "./data.ts";
import { createProjectInput, updateProjectInput } from "./schema.ts";

const row = z.object({
  id: z.uuid(),
  slug: z.string(),
  displayName: z.string(),
  namespace: z.string(),
  tier: z.string(),
  phase: z.enum(projectPhases),
  message: z.string(),
  createdAt: instant,
});
const listed = row.meta({ id: "ProjectRow" });

const amounts = z.record(z.string(), z.string());
const project = row
  .extend({
    kind: z.enum(["shared", "personal"]),
    labels: amounts,
    egressMode: z.string(),
    podSecurity: z.string(),
    conditions: z.array(
      z.object({ type: z.string(), status: z.string(), reason: z.string(), message: z.string() }),
    ),
    quota: z.object({ hard: amounts, used: amounts }).nullable(),
    readyAt: instant.nullable(),
    observedAt: instant.nullable(),
    archivedAt: instant.nullable(),
    deletionRequestedAt: instant.nullable(),
    createdBy: z.uuid().nullable(),
  })
  .meta({ id: "Project" });

const show = <Row extends { phase: string }>(found: Row) => ({
  ...found,
  phase: found.phase as (typeof projectPhases)[number],
});

export const listProjects = readOperation({
  id: "listProjects",
  path: "/projects",
  tag: "projects",
  summary: "Projects that the caller may see, by name",
  at: "organization",
  permission: null,
  query: paging(z.string().max(63)),
  output: page(listed),
  read: async ({ tx, scope, query: { limit, after } }) => {
    const ids = visibleProjects(scope);
    const rows = await tx.project.findMany({
      where: {
        organizationId: scope.organizationId,
        deletedAt: null,
        ...(ids ? { id: { in: ids } } : {}),
        ...(after === undefined ? {} : { slug: { gt: after } }),
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
    const { version, kind, ...found } = await readProject(tx, scope.projectId);
    return { value: { ...show(found), kind: kind as "shared" }, version };
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
