import { z } from "zod";
import { defineJob } from "#lib/infra/jobs/queues.ts";

const payload = z.object({ organizationId: z.uuid(), sessionId: z.uuid() });

export const sessionJobs = {
  /** Writes the session's AgenticSession resource, or its wish to stop. */
  apply: defineJob({ name: "sessions.apply", payload, expireInSeconds: 60, retryLimit: 10_000 }),
  /** Copies the log of an ended session from the cluster, where it will not stay. */
  keepLog: defineJob({ name: "sessions.keep-log", payload, expireInSeconds: 120, retryLimit: 10_000 }),
};
