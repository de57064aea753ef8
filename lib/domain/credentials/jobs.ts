import { z } from "zod";
import { defineJob } from "#lib/infra/jobs/queues.ts";

export const credentialJobs = {
  /** Tests a credential that is kept, with the value that the cluster has. `testId` is what was asked: another one may have been since. */
  test: defineJob({
    name: "credentials.test",
    payload: z.object({ organizationId: z.uuid(), credentialId: z.uuid(), testId: z.uuid() }),
    expireInSeconds: 120,
    retryLimit: 20,
  }),
} as const;
