import { z } from "zod";
import { platformCommand, tenantCommand } from "#lib/domain/access/command.ts";
import { noteStep } from "#lib/domain/onboarding/mutations.ts";
import { refused } from "#lib/domain/outcome.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { createProject, requestDeletion, retryProject } from "./mutations.ts";
import { createProjectInput, deleteProjectInput, nothing } from "./schema.ts";

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

/** Ends a project whose name was typed. */
export const deleteProjectCommand = tenantCommand({
  name: "projects.delete",
  at: "project",
  permission: "project:delete",
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
      audit: { target: { kind: "project", id: projectId, name: namespace } },
    };
  },
});
