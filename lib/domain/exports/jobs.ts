import { z } from "zod";
import { defineJob } from "#lib/infra/jobs/queues.ts";

const payload = z.object({ organizationId: z.uuid().nullable(), exportId: z.uuid() });

export const exportJobs = {
  /** Writes the file of an export. */
  run: defineJob({ name: "exports.run", payload, expireInSeconds: 3600, retryLimit: 10_000 }),
};
