import { z } from "zod";
import { defineJob } from "#lib/infra/jobs/queues.ts";

export const memberJobs = {
  /** Ends a membership whose date has come. It counts no more from that second on; this takes it out of the cluster and the list. */
  expire: defineJob({
    name: "members.expire",
    payload: z.object({ organizationId: z.uuid(), membershipId: z.uuid() }),
    expireInSeconds: 60,
    retryLimit: 30,
  }),
} as const;
