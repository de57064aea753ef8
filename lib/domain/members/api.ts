import { z } from "zod";
import {
  changeOperation,
  cursorOf,
  instant,
  page,
  pageOf,
  paging,
  readOperation,
} from "#lib/domain/access/operation.ts";
import { organizationRoles, projectRoles } from "#lib/domain/access/permissions.ts";
import {
  changeMemberCommand,
  removeMemberCommand,
  removeProjectMemberCommand,
  setProjectMemberCommand,
} from "./commands.ts";
import { listProjectMembers as readInProject, listMembers as readMembers } from "./data.ts";
import { changeMemberInput, setProjectMemberInput } from "./schema.ts";

const source = z.object({
  role: z.string(),
  until: instant.nullable(),
  group: z.string().nullable().meta({ description: "The group that brings the role; null for one by name." }),
});

const member = z
  .object({
    userId: z.uuid(),
    displayName: z.string(),
    email: z.string().nullable(),
    suspended: z.boolean(),
    role: z.enum(organizationRoles).nullable().meta({ description: "Null for a member of projects only." }),
    sources: z.array(source),
    projects: z.number().int(),
    since: instant,
  })
  .meta({ id: "Member" });

const inOneProject = z
  .object({
    userId: z.uuid(),
    displayName: z.string(),
    email: z.string().nullable(),
    role: z.enum(projectRoles),
    viaOrganization: z.boolean(),
    sources: z.array(source),
  })
  .meta({ id: "ProjectMember" });

const given = z.object({ role: z.string(), until: instant.nullable() });
const params = z.object({ user: z.uuid() });

export const listMembers = readOperation({
  id: "listMembers",
  path: "/members",
  tag: "members",
  summary: "People of the organization, by name",
  at: "organization",
  permission: "members:read",
  query: paging(z.uuid()).extend({
    q: z.string().max(100, "too_long").optional().meta({ description: "How a name or an address begins." }),
  }),
  output: page(member),
  read: async ({ tx, scope, query: { limit, after = null, q: query } }) => {
    const { rows, next } = await readMembers(tx, scope.organizationId, { query, after, limit });
    return { value: { items: rows, next: next && cursorOf(next) } };
  },
});

export const changeMember = changeOperation({
  id: "changeMember",
  method: "patch",
  path: "/members/{user}",
  tag: "members",
  summary: "Give a member another role, or an end",
  at: "organization",
  command: changeMemberCommand,
  params,
  body: changeMemberInput.omit({ userId: true }),
  output: given,
  input: ({ params: { user: userId }, body }) => ({ userId, ...body }),
  show: (made) => made,
});

export const removeMember = changeOperation({
  id: "removeMember",
  method: "delete",
  path: "/members/{user}",
  tag: "members",
  summary: "Take somebody out of the organization",
  at: "organization",
  command: removeMemberCommand,
  params,
  output: null,
  input: ({ params: { user: userId } }) => ({ userId }),
  show: () => undefined,
});

const atProject = z.object({ project: z.string().max(63) });
const named = ({ params: { project } }: { params: { project: string } }) => project;

export const listProjectMembers = readOperation({
  id: "listProjectMembers",
  path: "/projects/{project}/members",
  tag: "members",
  summary: "Who may work in a project, by name",
  at: "project",
  permission: "project-members:read",
  params: atProject,
  query: paging(z.tuple([z.string(), z.uuid()])),
  output: page(inOneProject),
  locate: named,
  read: async ({ tx, scope, query: { limit, after } }) => {
    const keyOf = (row: { displayName: string; userId: string }) => [row.displayName, row.userId] as const;
    const follows = (one: readonly [string, string], other: readonly [string, string]) =>
      one[0] === other[0] ? one[1] > other[1] : one[0] > other[0];
    const rows = (await readInProject(tx, scope.projectId))
      .filter((row) => after === undefined || follows(keyOf(row), after))
      .sort((one, other) => (follows(keyOf(one), keyOf(other)) ? 1 : -1));
    return { value: pageOf(rows, limit, keyOf, (row) => row) };
  },
});

export const setProjectMember = changeOperation({
  id: "setProjectMember",
  method: "put",
  path: "/projects/{project}/members",
  tag: "members",
  summary: "Give somebody of the organization a role in a project",
  at: "project",
  command: setProjectMemberCommand,
  params: atProject,
  body: setProjectMemberInput,
  output: given,
  locate: named,
  input: ({ body }) => body,
  show: (made) => made,
});

export const removeProjectMember = changeOperation({
  id: "removeProjectMember",
  method: "delete",
  path: "/projects/{project}/members/{user}",
  tag: "members",
  summary: "Take somebody's role in a project away",
  at: "project",
  command: removeProjectMemberCommand,
  params: atProject.extend(params.shape),
  output: null,
  locate: named,
  input: ({ params: { user: userId } }) => ({ userId }),
  show: () => undefined,
});
