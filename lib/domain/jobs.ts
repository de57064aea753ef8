import { credentialJobs } from "#lib/domain/credentials/jobs.ts";
import { emailJobs } from "#lib/domain/emails/jobs.ts";
import { exportJobs } from "#lib/domain/exports/jobs.ts";
import { memberJobs } from "#lib/domain/members/jobs.ts";
import { organizationJobs } from "#lib/domain/organizations/jobs.ts";
import { projectJobs } from "#lib/domain/projects/jobs.ts";
import { sessionJobs } from "#lib/domain/sessions/jobs.ts";

/** Every kind of job, listed once. Handlers are in worker/. */
export const jobKinds = [
  ...Object.values(projectJobs),
  ...Object.values(sessionJobs),
  ...Object.values(organizationJobs),
  ...Object.values(memberJobs),
  ...Object.values(credentialJobs),
  ...Object.values(emailJobs),
  ...Object.values(exportJobs),
];
