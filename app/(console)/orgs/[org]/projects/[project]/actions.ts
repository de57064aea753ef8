"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import { requestDeletion, retryProject } from "#lib/domain/projects/mutations.ts";
import { deleteProjectInput, nothing } from "#lib/domain/projects/schema.ts";

type Place = { org: string; project: string };

/** Asks the controller to try the refused objects again at once. */
export const retryProjectAction = tenantAction<Place, typeof nothing, undefined>({
  name: "projects.retry",
  at: "project",
  permission: "project:retry",
  input: nothing,
  run: async ({ tx, scope, requestId }) => ({
    ...(await retryProject(tx, {
      organizationId: scope.organizationId,
      projectId: scope.projectId,
      requestId,
    })),
    audit: { target: { kind: "project", id: scope.projectId, name: scope.project.slug } },
  }),
});

/** Ends a project whose name was typed. */
export const deleteProjectAction = tenantAction<Place, typeof deleteProjectInput, undefined>({
  name: "projects.delete",
  at: "project",
  permission: "project:delete",
  input: deleteProjectInput,
  run: async ({ tx, scope, requestId, input }) => ({
    ...(await requestDeletion(
      tx,
      { organizationId: scope.organizationId, projectId: scope.projectId, requestId },
      input.name,
    )),
    audit: { target: { kind: "project", id: scope.projectId, name: scope.project.slug } },
  }),
});
