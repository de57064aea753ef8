import { emailJobs } from "#lib/domain/emails/jobs.ts";
import { memberJobs } from "#lib/domain/members/jobs.ts";
import { projectJobs } from "#lib/domain/projects/jobs.ts";
import { sessionJobs } from "#lib/domain/sessions/jobs.ts";

/** Every kind of job, listed once. Handlers are in worker/. */
export const jobKinds = [
  ...Object.values(projectJobs),
  ...Object.values(sessionJobs),
  ...Object.values(memberJobs),
  ...Object.values(emailJobs),
];
