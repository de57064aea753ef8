import { z } from "zod";
import {
  changeOperation,
  inProjectPath,
  instant,
  page,
  pageFrom,
  paging,
  projectPath,
  readOperation,
} from "#lib/domain/access/operation.ts";
import { organizationRoles, projectRoles } from "#lib/domain/access/permissions.ts";
import {
  changeMemberCommand,
  leaveOrganizationCommand,
  leaveProjectCommand,
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
    const { rows, older } = await readMembers(tx, scope.organizationId, { query, before: after, limit });
    return { value: pageFrom(rows, older) };
  },
});

export const getMember = readOperation({
  id: "getMember",
  path: "/members/{user}",
  tag: "members",
  summary: "One person of the organization",
  at: "organization",
  permission: "members:read",
  params,
  output: member,
  read: async ({ tx, scope, params: { user: userId } }) => {
    const { rows } = await readMembers(tx, scope.organizationId, { userId, limit: 1 });
    return rows[0] ? { value: rows[0] } : null;
  },
});

export const leaveOrganization = changeOperation({
  id: "leaveOrganization",
  method: "post",
  path: "/organizations/{org}/leave",
  tag: "members",
  summary: "Leave an organization and all its projects",
  at: "organization",
  command: leaveOrganizationCommand,
  params: z.object({ org: z.string().max(63) }),
  output: null,
});

export const leaveProject = changeOperation({
  id: "leaveProject",
  method: "post",
  path: "/projects/{project}/leave",
  tag: "members",
  summary: "Give up one's own role in a project",
  at: "project",
  command: leaveProjectCommand,
  params: projectPath,
  output: null,
  locate: inProjectPath,
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
});

export const removeMember = changeOperation({
  id: "removeMember",
  method: "delete",
  path: "/members/{user}",
  tag: "members",
  summary: "Take somebody out of the organization",
  description:
    "Their own keys of the organization end with it. Service keys that they have made go on, and are named.",
  at: "organization",
  command: removeMemberCommand,
  params,
  output: z.object({ services: z.array(z.object({ id: z.uuid(), name: z.string() })) }),
  input: ({ params: { user: userId } }) => ({ userId }),
  show: ({ services }) => ({ services: services.map(({ id, name }) => ({ id, name })) }),
});

export const listProjectMembers = readOperation({
  id: "listProjectMembers",
  path: "/projects/{project}/members",
  tag: "members",
  summary: "Who may work in a project, by name",
  at: "project",
  permission: "project-members:read",
  params: projectPath,
  query: paging(z.uuid()),
  output: page(inOneProject),
  locate: inProjectPath,
  read: async ({ tx, scope, query: { limit, after: before } }) => {
    const { rows, older } = await readInProject(tx, scope, { before, limit });
    return { value: pageFrom(rows, older) };
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
  params: projectPath,
  body: setProjectMemberInput,
  output: given,
  locate: inProjectPath,
});

export const removeProjectMember = changeOperation({
  id: "removeProjectMember",
  method: "delete",
  path: "/projects/{project}/members/{user}",
  tag: "members",
  summary: "Take somebody's role in a project away",
  at: "project",
  command: removeProjectMemberCommand,
  params: projectPath.extend(params.shape),
  output: null,
  locate: inProjectPath,
  input: ({ params: { user: userId } }) => ({ userId }),
});
