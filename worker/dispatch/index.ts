import type { PgBoss } from "pg-boss";
import type { z } from "zod";
import { credentialJobs } from "#lib/domain/credentials/jobs.ts";
import { emailJobs } from "#lib/domain/emails/jobs.ts";
import { exportJobs } from "#lib/domain/exports/jobs.ts";
import { memberJobs } from "#lib/domain/members/jobs.ts";
import { organizationJobs } from "#lib/domain/organizations/jobs.ts";
import { projectJobs } from "#lib/domain/projects/jobs.ts";
import { sessionJobs } from "#lib/domain/sessions/jobs.ts";
import { type JobKind, workOn } from "#lib/infra/jobs/index.ts";
import { jobDuration } from "../metrics.ts";
import { testKeptCredential } from "./credential-test.ts";
import type { DispatchDeps } from "./deps.ts";
import { sendEmail } from "./email-send.ts";
import { runExport } from "./export-run.ts";
import { expireMember } from "./member-expire.ts";
import { fetchForOrganization } from "./organization-fetch.ts";
import { removeOrganization } from "./organization-remove.ts";
import { applyProject } from "./project-apply.ts";
import { removeProject } from "./project-remove.ts";
import { applySession } from "./session-apply.ts";
import { keepLog } from "./session-keep-log.ts";

/** Takes jobs, on every replica: each kind has its handler, and up to `concurrency` of a kind run at once. */
export async function startDispatch(boss: PgBoss, concurrency: number, deps: DispatchDeps): Promise<void> {
  const handle = <Schema extends z.ZodType>(
    kind: JobKind<Schema>,
    places: number,
    run: (deps: DispatchDeps, payload: z.infer<Schema>) => Promise<void>,
  ) =>
    workOn(boss, kind, places, async (payload) => {
      const end = jobDuration.startTimer({ job: kind.name });
      try {
        await run(deps, payload);
        end({ outcome: "done" });
      } catch (error) {
        end({ outcome: "again" });
        deps.log.warn({ job: kind.name, ...(payload as object), err: error }, "job failed, trying again");
        throw error;
      }
    });
  const few = Math.max(2, Math.floor(concurrency / 4));
  await handle(projectJobs.apply, concurrency, applyProject);
  await handle(projectJobs.remove, few, removeProject);
  await handle(organizationJobs.remove, few, removeOrganization);
  await handle(sessionJobs.apply, concurrency, applySession);
  await handle(sessionJobs.keepLog, few, keepLog);
  await handle(memberJobs.expire, few, (_deps, key) => expireMember(key));
  await handle(credentialJobs.test, few, testKeptCredential);
  await handle(credentialJobs.fetch, few, fetchForOrganization);
  await handle(emailJobs.send, few, sendEmail);
  await handle(exportJobs.run, 2, (_deps, key) => runExport(key));
}
