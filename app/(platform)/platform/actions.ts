"use server";

import { z } from "zod";
import { platformAction } from "#lib/domain/access/action.ts";
import { refused } from "#lib/domain/outcome.ts";
import { retryProject } from "#lib/domain/projects/mutations.ts";

/** Has a project of any tenant tried again. */
export const retryAnyProjectAction = platformAction<z.ZodObject<{ projectId: z.ZodUUID }>, undefined>({
  name: "platform.retry-project",
  permission: "platform:retry",
  input: z.object({ projectId: z.uuid() }),
  run: async ({ tx, input, requestId }) => {
    const project = await tx.project.findUnique({ where: { id: input.projectId } });
    if (!project) return refused("not_found");
    return {
      ...(await retryProject(tx, {
        organizationId: project.organizationId,
        projectId: project.id,
        requestId,
      })),
      audit: { target: { kind: "project", id: project.id, name: project.namespace } },
    };
  },
});
