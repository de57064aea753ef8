import { z } from "zod";
import { platformCommand, tenantCommand } from "#lib/domain/access/command.ts";
import { endWithRole } from "#lib/domain/members/mutations.ts";
import { noteStep } from "#lib/domain/onboarding/mutations.ts";
import { done, refused } from "#lib/domain/outcome.ts";
import { getSettings } from "#lib/domain/settings/data.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { archiveProject, createPersonalProject, restoreProject, updateProject } from "./changes.ts";
import { createProject, requestDeletion, retryProject } from "./mutations.ts";
import { createProjectInput, deleteProjectInput, nothing, updateProjectInput } from "./schema.ts";

/** Makes a project; provisioning begins when it commits. `wizard`: the person's wizard goes on with it. */
export const createProjectCommand = tenantCommand({
  name: "projects.create",
  at: "organization",
  permission: "projects:create",
  input: createProjectInput.extend({ wizard: z.boolean().default(false) }),
  run: async ({ tx, scope, requestId, input: { wizard, ...project } }) => {
    const place = {
      organizationId: scope.organizationId,
      organization: scope.organization.slug,
      userId: scope.userId,
      requestId,
      template: webEnv().PORTICO_NAMESPACE_TEMPLATE,
    };
    const made = await createProject(tx, place, project);
    if (made.ok) await endWithRole(tx, scope, made.value.id);
    if (made.ok && wizard && scope.userId)
      await noteStep(tx, scope.userId, { projectAt: new Date(), projectId: made.value.id });
    return {
      ...made,
      audit: { target: { kind: "project", id: made.ok ? made.value.id : undefined, name: project.slug } },
    };
  },
});

/** Asks the controller to try the refused objects again at once. */
export const retryProjectCommand = tenantCommand({
  name: "projects.retry",
  at: "project",
  permission: "project:retry",
  input: nothing,
  run: async ({ tx, scope: { organizationId, projectId, project }, requestId }) => ({
    ...(await retryProject(tx, { organizationId, projectId, requestId })),
    audit: { target: { kind: "project", id: projectId, name: project.slug } },
  }),
});

/** Changes a project's name, labels, and what its tier lets it choose. */
export const updateProjectCommand = tenantCommand({
  name: "projects.update",
  at: "project",
  permission: "project:update",
  input: updateProjectInput,
  run: async ({ tx, scope: { organizationId, projectId, project }, requestId, input }) => {
    const updated = await updateProject(tx, { organizationId, projectId, requestId }, input);
    const target = { kind: "project", id: projectId, name: project.slug };
    if (!updated.ok) return { ...updated, audit: { target } };
    const { detail, version } = updated.value;
    return { ...done({ version }), audit: { target, detail } };
  },
});

/** Puts a project away. */
export const archiveProjectCommand = tenantCommand({
  name: "projects.archive",
  at: "project",
  permission: "project:archive",
  input: nothing,
  run: async ({ tx, scope: { organizationId, projectId, project, userId }, requestId }) => ({
    ...(await archiveProject(tx, { organizationId, projectId, requestId }, userId)),
    audit: { target: { kind: "project", id: projectId, name: project.slug } },
  }),
});

/** Brings an archived project back. */
export const restoreProjectCommand = tenantCommand({
  name: "projects.restore",
  at: "project",
  permission: "project:archive",
  input: nothing,
  run: async ({ tx, scope: { organizationId, projectId, project }, requestId }) => ({
    ...(await restoreProject(tx, { organizationId, projectId, requestId })),
    audit: { target: { kind: "project", id: projectId, name: project.slug } },
  }),
});

/** Makes the caller's own project, where the platform lets members have one. */
export const createPersonalProjectCommand = tenantCommand({
  name: "projects.create-personal",
  at: "organization",
  permission: "projects:create",
  input: nothing,
  run: async ({ tx, scope, requestId }) => {
    const { organizationId, organization, userId, caller } = scope;
    const { personalProjects, personalNamespaceTemplate } = await getSettings(tx);
    if (!personalProjects || userId === null) return refused("personal_off");
    const person = {
      organizationId,
      organization: organization.slug,
      userId,
      displayName: caller.name,
      requestId,
    };
    const made = await createPersonalProject(tx, person, personalNamespaceTemplate);
    if (made.ok) await endWithRole(tx, scope, made.value.id);
    const target = made.ok
      ? { kind: "project", id: made.value.id, name: made.value.slug }
      : { kind: "project" };
    return { ...made, audit: { target } };
  },
});

/** Ends a project whose name was typed. */
export const deleteProjectCommand = tenantCommand({
  name: "projects.delete",
  at: "project",
  permission: "project:delete",
  stepUp: true,
  input: deleteProjectInput,
  run: async ({ tx, scope: { organizationId, projectId, project }, requestId, input }) => ({
    ...(await requestDeletion(tx, { organizationId, projectId, requestId }, input.name)),
    audit: { target: { kind: "project", id: projectId, name: project.slug } },
  }),
});

/** Has a project of any tenant tried again. */
export const retryAnyProjectCommand = platformCommand({
  name: "platform.retry-project",
  permission: "platform:retry",
  input: z.object({ projectId: z.uuid() }),
  run: async ({ tx, input, requestId }) => {
    const project = await tx.project.findUnique({ where: { id: input.projectId } });
    if (!project) return refused("not_found");
    const { id: projectId, organizationId, namespace } = project;
    return {
      ...(await retryProject(tx, { organizationId, projectId, requestId })),
      audit: { organizationId, target: { kind: "project", id: projectId, name: namespace } },
    };
  },
});
