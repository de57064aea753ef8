import { platformCommand } from "#lib/domain/access/command.ts";
import { refused } from "#lib/domain/outcome.ts";
import { endLoginSession, resumeUser, settleJob, settleJobs, suspendUser } from "./mutations.ts";
import {
  discardJobsInput,
  jobInput,
  jobKindInput,
  signOutInput,
  suspendUserInput,
  userInput,
} from "./schema.ts";

/** Gives a job that gave up another run. */
export const retryJobCommand = platformCommand({
  name: "platform.retry-job",
  permission: "platform:jobs",
  input: jobInput,
  run: async ({ tx, input: { jobId } }) => ({
    ...(await settleJob(tx, jobId, "retry")),
    audit: { target: { kind: "job", id: jobId } },
  }),
});

/** Throws a job away that gave up: what it would have done is not done. */
export const discardJobCommand = platformCommand({
  name: "platform.discard-job",
  permission: "platform:jobs",
  input: jobInput,
  run: async ({ tx, input: { jobId } }) => ({
    ...(await settleJob(tx, jobId, "discard")),
    audit: { target: { kind: "job", id: jobId } },
  }),
});

/** Gives all jobs of a kind that gave up another run. */
export const retryJobsCommand = platformCommand({
  name: "platform.retry-jobs",
  permission: "platform:jobs",
  input: jobKindInput,
  run: async ({ tx, input: { kind } }) => {
    const settled = await settleJobs(tx, kind, "retry");
    const detail = settled.ok ? settled.value : undefined;
    return { ...settled, audit: { target: { kind: "jobs", name: kind }, detail } };
  },
});

/** Throws all jobs of a kind away that gave up: what they would have done is not done. */
export const discardJobsCommand = platformCommand({
  name: "platform.discard-jobs",
  permission: "platform:jobs",
  input: discardJobsInput,
  run: async ({ tx, input: { kind, reason } }) => {
    const settled = await settleJobs(tx, kind, "discard");
    const detail = { reason, ...(settled.ok ? settled.value : {}) };
    return { ...settled, audit: { target: { kind: "jobs", name: kind }, detail } };
  },
});

/** Shuts somebody out of everything. Never oneself: nobody could undo it. */
export const suspendUserCommand = platformCommand({
  name: "users.suspend",
  permission: "platform:users",
  input: suspendUserInput,
  run: async ({ tx, caller, input: { userId, reason } }) => {
    const changed = userId === caller.userId ? refused("not_yourself") : await suspendUser(tx, userId);
    const name = changed.ok ? changed.value.name : undefined;
    return { ...changed, audit: { target: { kind: "user", id: userId, name }, detail: { reason } } };
  },
});

/** Lets somebody in again. */
export const resumeUserCommand = platformCommand({
  name: "users.resume",
  permission: "platform:users",
  input: userInput,
  run: async ({ tx, input: { userId } }) => {
    const changed = await resumeUser(tx, userId);
    const name = changed.ok ? changed.value.name : undefined;
    return { ...changed, audit: { target: { kind: "user", id: userId, name } } };
  },
});

/** Ends one of somebody's login sessions. */
export const signOutUserCommand = platformCommand({
  name: "users.sign-out",
  permission: "platform:users",
  input: signOutInput,
  run: async ({ tx, input: { userId, loginSessionId } }) => ({
    ...(await endLoginSession(tx, userId, loginSessionId)),
    audit: { target: { kind: "login-session", id: loginSessionId }, detail: { user: userId } },
  }),
});
