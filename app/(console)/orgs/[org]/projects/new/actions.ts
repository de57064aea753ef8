"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import { createProject } from "#lib/domain/projects/mutations.ts";
import { createProjectInput } from "#lib/domain/projects/schema.ts";
import { webEnv } from "#lib/infra/env/index.ts";

/** Makes a project; provisioning begins when it commits. */
export const createProjectAction = tenantAction<
  { org: string },
  typeof createProjectInput,
  { id: string; slug: string; namespace: string }
>({
  name: "projects.create",
  at: "organization",
  permission: "projects:create",
  input: createProjectInput,
  run: async ({ tx, scope, viewer, requestId, input }) => {
    const made = await createProject(
      tx,
      {
        organizationId: scope.organizationId,
        organization: scope.organization.slug,
        userId: viewer.userId,
        requestId,
        template: webEnv().PORTICO_NAMESPACE_TEMPLATE,
      },
      input,
    );
    return {
      ...made,
      audit: { target: { kind: "project", id: made.ok ? made.value.id : undefined, name: input.slug } },
    };
  },
});
