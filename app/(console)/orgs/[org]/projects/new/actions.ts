"use server";

import { z } from "zod";
import { tenantAction } from "#lib/domain/access/action.ts";
import { noteStep } from "#lib/domain/onboarding/mutations.ts";
import { createProject } from "#lib/domain/projects/mutations.ts";
import { createProjectInput } from "#lib/domain/projects/schema.ts";
import { webEnv } from "#lib/infra/env/index.ts";

/** `wizard`: it becomes the project that the person's wizard goes on with. */
const input = createProjectInput.extend({ wizard: z.boolean().default(false) });

/** Makes a project; provisioning begins when it commits. */
export const createProjectAction = tenantAction<
  { org: string },
  typeof input,
  { id: string; slug: string; namespace: string }
>({
  name: "projects.create",
  at: "organization",
  permission: "projects:create",
  input,
  run: async ({ tx, scope, viewer, requestId, input: { wizard, ...project } }) => {
    const place = {
      organizationId: scope.organizationId,
      organization: scope.organization.slug,
      userId: viewer.userId,
      requestId,
      template: webEnv().PORTICO_NAMESPACE_TEMPLATE,
    };
    const made = await createProject(tx, place, project);
    if (made.ok && wizard)
      await noteStep(tx, viewer.userId, { projectAt: new Date(), projectId: made.value.id });
    return {
      ...made,
      audit: { target: { kind: "project", id: made.ok ? made.value.id : undefined, name: project.slug } },
    };
  },
});
