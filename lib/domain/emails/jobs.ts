import { z } from "zod";
import { defineJob } from "#lib/infra/jobs/queues.ts";

export const emailJobs = {
  /** Hands a message to the mail server. */
  send: defineJob({
    name: "emails.send",
    payload: z.object({ organizationId: z.uuid().nullable(), emailId: z.uuid() }),
    expireInSeconds: 60,
    retryLimit: 20,
  }),
} as const;
