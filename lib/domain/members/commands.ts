import { tenantCommand } from "#lib/domain/access/command.ts";
import { refused } from "#lib/domain/outcome.ts";
import { findMember } from "./data.ts";
import { removeFromOrganization, removeFromProject, setRole } from "./mutations.ts";
import { changeMemberInput, memberInput, nothing, setProjectMemberInput } from "./schema.ts";

const date = (until: string | null) => (until === null ? null : new Date(until));

/** Gives a member another role in the organization, or an end. */
export const changeMemberCommand = tenantCommand({
  name: "members.change",
  at: "organization",
  permission: "members:manage",
  stepUp: ({ input }) => input.role === "owner",
  input: changeMemberInput,
  run: ({ tx, scope, input: { userId, role, until } }) =>
    setRole(tx, scope, userId, { role, until: date(until) }),
});

/** Ends all that somebody is in the organization. */
export const removeMemberCommand = tenantCommand({
  name: "members.remove",
  at: "organization",
  permission: "members:manage",
  input: memberInput,
  run: ({ tx, scope, input }) => removeFromOrganization(tx, scope, input.userId),
});

/** Leaves the organization and all its projects. */
export const leaveOrganizationCommand = tenantCommand({
  name: "members.leave",
  at: "organization",
  permission: "organization:read",
  input: nothing,
  run: async ({ tx, scope }) =>
    scope.userId === null ? refused("not_found") : removeFromOrganization(tx, scope, scope.userId),
});

/** Gives somebody of the organization a role in the project, or another one. */
export const setProjectMemberCommand = tenantCommand({
  name: "project-members.set",
  at: "project",
  permission: "project-members:manage",
  input: setProjectMemberInput,
  run: async ({ tx, scope, input: { person, role, until } }) => {
    const userId = await findMember(tx, scope.organizationId, person);
    if (!userId) return refused("member_unknown", { field: "person" });
    return setRole(tx, scope, userId, { role, until: date(until) });
  },
});

/** Takes somebody's role in the project away. */
export const removeProjectMemberCommand = tenantCommand({
  name: "project-members.remove",
  at: "project",
  permission: "project-members:manage",
  input: memberInput,
  run: ({ tx, scope, input }) => removeFromProject(tx, scope, input.userId),
});

/** Gives up one's own role in the project. */
export const leaveProjectCommand = tenantCommand({
  name: "project-members.leave",
  at: "project",
  permission: "project:read",
  input: nothing,
  run: async ({ tx, scope }) =>
    scope.userId === null ? refused("not_found") : removeFromProject(tx, scope, scope.userId),
});
