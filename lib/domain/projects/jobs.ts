import { z } from "zod";
import { defineJob } from "#lib/infra/jobs/queues.ts";

const payload = z.object({ organizationId: z.uuid(), projectId: z.uuid() });

export const projectJobs = {
  /** Writes the project's Tenant and Project resources as the database asks for them. */
  apply: defineJob({ name: "projects.apply", payload, expireInSeconds: 60, retryLimit: 10_000 }),
  /** Deletes the Project resource; the controller takes its namespace down. */
  remove: defineJob({ name: "projects.remove", payload, expireInSeconds: 60, retryLimit: 10_000 }),
};
