import { z } from "zod";
import { defineJob } from "#lib/infra/jobs/queues.ts";

export const organizationJobs = {
  /** Removes what an organization has, once the time to take its deletion back is over. */
  remove: defineJob({
    name: "organizations.remove",
    payload: z.object({ organizationId: z.uuid() }),
    expireInSeconds: 60,
    retryLimit: 10_000,
  }),
};
