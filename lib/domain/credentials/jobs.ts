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
  /** Has the cluster fetch what the organization's own credentials refer to, and no longer what they do not. */
  fetch: defineJob({
    name: "credentials.fetch",
    payload: z.object({ organizationId: z.uuid() }),
    expireInSeconds: 60,
    // What somebody took away is in the cluster until this was done: it outlasts an API server that is away for a day.
    retryLimit: 10_000,
  }),
} as const;
