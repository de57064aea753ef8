import {
  type AgenticSession,
  type AgenticSessionStatus,
  endedPhases,
  type SessionPhase,
} from "#lib/domain/clusters/contract/agentic-session.ts";
import type { Project } from "#lib/domain/clusters/contract/project.ts";
import { type ConditionInput, stampConditions } from "../conditions.ts";
import type { ControlConfig } from "../config.ts";
import type { Resolution } from "./credentials.ts";
import { type Ending, endingOf, type StopCause, stopReasons, stopWords } from "./ending.ts";
import type { Job, Pod } from "./objects.ts";
import { runningSince, startingOf } from "./starting.ts";
import { usesOf } from "./uses.ts";

/** Everything that a session's next status and next act depend on. */
export interface SessionWorld {
  session: AgenticSession;
  /** The Project that owns the session's namespace. */
  project?: Project;
  /** The project is archived, or its tenant suspended: nothing runs in it. */
  suspended: boolean;
  job?: Job;
  pod?: Pod;
  credentials: Resolution;
  /** They were looked for in the cluster just now: a watch of Secrets may be behind the one of sessions. */
  lookedAgain?: boolean;
  /** Sessions of the project that hold a place now, and sessions that wait and came earlier. */
  places: { active: number; ahead: number };
  /** Why the namespace's quota has no room for it, in a sentence. */
  quotaShortfall?: string;
  /** The API server's refusal of the Job's pod, in our words. */
  podRefused?: string;
  config: ControlConfig;
  now: number;
}

export type Act = "create-job" | "delete-job" | "end-pod" | "ask-why-no-pod" | "look-for-credentials";

export interface Decision {
  status: AgenticSessionStatus;
  act?: Act;
  /** Look again then, if nothing happens before. */
  againMs?: number;
}

const finalPhases: readonly SessionPhase[] = endedPhases;
export const isFinal = (phase: SessionPhase | undefined) =>
  phase !== undefined && finalPhases.includes(phase);

const PROJECT_SUSPENDED = "ProjectSuspended";
const NO_POD_MS = 2000;
const STOP_PATIENCE_MS = 60_000;

interface Next extends Omit<Partial<Ending>, "phase" | "message"> {
  phase: SessionPhase;
  message: string;
  /** For the condition `Admitted` while the session has no Job. */
  held?: string;
  /** Why it is stopping. */
  cause?: StopCause;
  act?: Act;
  againMs?: number;
}

/** Pure: session, project, Job and pod to status and next act. */
export function decide(world: SessionWorld): Decision {
  const { session } = world;
  if (isFinal(session.status?.phase)) return { status: session.status!, act: actAfterEnd(world) };
  const next = world.job ? withJob(world, world.job) : withoutJob(world);
  return { status: statusOf(world, next), act: next.act, againMs: next.againMs };
}

/** A session that was ended from here may have left a Job that still tries. */
function actAfterEnd({ session, job, pod }: SessionWorld): Act | undefined {
  if (!job || job.metadata.deletionTimestamp || pod?.status?.phase === "Running" || !owns(session, job))
    return undefined;
  const done = job.status?.conditions?.some(
    (c) => (c.type === "Failed" || c.type === "Complete") && c.status === "True",
  );
  const ended = pod?.status?.phase === "Failed" || pod?.status?.phase === "Succeeded";
  return !done && !ended && session.status?.phase !== "Succeeded" ? "delete-job" : undefined;
}

function failed(reason: string, message: string): Next {
  return { phase: "Failed", message, result: { reason, summary: "" } };
}

/**
 * Why the session is to end before its time. What was begun is not taken back: a project that is resumed while the pod ends
 * does not make it go on.
 */
function causeOf({ session, suspended, job }: SessionWorld): StopCause | undefined {
  if (session.spec.stop) return "request";
  const begun = session.status?.conditions.some(
    ({ type, status, reason }) => type === "Stopping" && status === "True" && reason === PROJECT_SUSPENDED,
  );
  return begun || (suspended && (job || session.status?.jobName)) ? "suspension" : undefined;
}

function withoutJob(world: SessionWorld): Next {
  const { session, project, places, quotaShortfall, suspended, credentials } = world;
  const { spec, status, metadata } = session;
  const cause = causeOf(world);
  if (cause) return stopped(cause);
  if (status?.jobName)
    return failed("job_gone", "The session's Job was removed from outside Portico. Start it again.");
  const { name, namespace } = spec.projectRef;
  if (namespace !== metadata.namespace) {
    return failed(
      "wrong_project",
      `The session is in ${metadata.namespace} and names the namespace ${namespace}.`,
    );
  }
  if (!project) return held("ProjectMissing", `Waits for the project ${name}, which does not exist.`);
  if (project.spec.namespace !== namespace) {
    return failed("wrong_project", `The project ${name} does not own the namespace ${namespace}.`);
  }
  const bot = spec.botAccount?.serviceAccountName;
  if (bot && !project.spec.bots.some((known) => known.name === bot)) {
    return failed("unknown_bot", `The project ${name} has no bot ${bot}.`);
  }
  if (project.metadata.deletionTimestamp)
    return held("ProjectDeleting", `The project ${name} is being deleted.`);
  if (suspended) {
    return held(PROJECT_SUSPENDED, `The project ${name} is suspended. The session starts when it is not.`);
  }
  if (project.status?.phase !== "Ready") {
    return held(
      "ProjectNotReady",
      `The project ${name} is not ready. ${project.status?.message ?? ""}`.trim(),
    );
  }
  if (credentials.state === "refused")
    return world.lookedAgain
      ? failed(credentials.reason, credentials.message)
      : { ...held("LookingForCredentials", "Looks for its credentials."), act: "look-for-credentials" };
  if (credentials.state === "waiting") return held("CredentialAwaited", credentials.message);
  const limit = project.spec.limits.concurrentSessions;
  if (places.active + places.ahead >= limit) {
    // No count of those that wait before it: every end of a session would rewrite the status of every waiting one.
    const message = `The project may run ${limit} ${limit === 1 ? "session" : "sessions"} at once. This one starts when another ends.`;
    return { phase: "Queued", message, held: "ConcurrencyLimit" };
  }
  if (quotaShortfall) return { phase: "Queued", message: quotaShortfall, held: "QuotaExceeded" };
  return { phase: "Starting", message: "Starts.", act: "create-job" };
}

const held = (reason: string, message: string): Next => ({ phase: "Pending", message, held: reason });
const stopped = (cause: StopCause): Next => ({
  phase: "Stopped",
  message:
    cause === "request"
      ? "Stopped before it began."
      : "Stopped before it began: its project was archived or suspended.",
  result: { reason: stopReasons[cause], summary: "" },
});

const owns = (session: AgenticSession, job: Job) =>
  job.metadata.ownerReferences?.some((owner) => owner.uid === session.metadata.uid) ?? false;

function withJob(world: SessionWorld, job: Job): Next {
  const { session, pod, config, now } = world;
  if (!owns(session, job)) {
    return failed(
      "name_taken",
      `A Job named ${job.metadata.name} exists that is not this session's. Clone the session.`,
    );
  }
  const cause = causeOf(world);
  const ending = endingOf(session, job, pod, config, cause);
  if (ending) return ending;
  const startTime = runningSince(pod);
  if (cause) return stopping(world, cause, pod, startTime);
  if (!pod) return withoutPod(world, job);
  if (startTime)
    return { phase: "Running", message: `Runs on ${pod.spec?.nodeName ?? "a node"}.`, startTime };
  const starting = startingOf(pod);
  const deadline = Date.parse(pod.metadata.creationTimestamp ?? "") + config.startTimeoutSeconds * 1000;
  if (starting.stuck && now >= deadline) {
    return { ...failed(starting.reason, starting.message), act: "delete-job" };
  }
  const againMs = starting.stuck ? Math.max(100, deadline - now) : undefined;
  return { phase: "Starting", message: starting.message, againMs };
}

function withoutPod({ podRefused, now }: SessionWorld, job: Job): Next {
  if (podRefused) return { phase: "Queued", message: podRefused, act: "ask-why-no-pod", againMs: 5000 };
  const age = now - Date.parse(job.metadata.creationTimestamp ?? "");
  if (age < NO_POD_MS) return { phase: "Starting", message: "Starts.", againMs: NO_POD_MS - age };
  return { phase: "Starting", message: "Waits for its pod.", act: "ask-why-no-pod", againMs: 3000 };
}

/** A running pod is given its end by its own deadline, so that its log and last words stay; one that never ran goes with its Job. */
function stopping(
  { session, now }: SessionWorld,
  cause: StopCause,
  pod: Pod | undefined,
  startTime: string | undefined,
): Next {
  const since = session.status?.conditions.find(
    (c) => c.type === "Stopping" && c.status === "True",
  )?.lastTransitionTime;
  const waited = since ? now - Date.parse(since) : 0;
  if (!startTime || !pod) return { ...stopped(cause), act: "delete-job" };
  if (waited > STOP_PATIENCE_MS) {
    return {
      ...stopped(cause),
      message: `${stopWords[cause]} Its pod did not answer and was removed.`,
      act: "delete-job",
      startTime,
    };
  }
  return {
    phase: "Stopping",
    message:
      cause === "request"
        ? "Stops: the agent has a moment to write what it holds."
        : "Its project was archived or suspended, so it stops: the agent has a moment to write what it holds.",
    cause,
    act: pod.spec?.activeDeadlineSeconds === 1 ? undefined : "end-pod",
    againMs: STOP_PATIENCE_MS - waited + 100,
    startTime,
  };
}

function statusOf({ session, job, pod, now }: SessionWorld, next: Next): AgenticSessionStatus {
  const previous = session.status;
  const over = isFinal(next.phase);
  const completionTime = next.completionTime ?? previous?.completionTime ?? (over ? seconds(now) : undefined);
  const started = next.startTime ?? previous?.startTime;
  return {
    phase: next.phase,
    message: next.message.slice(0, 4096),
    jobName: job?.metadata.name ?? previous?.jobName,
    podName: pod?.metadata.name ?? previous?.podName,
    nodeName: pod?.spec?.nodeName ?? previous?.nodeName,
    startTime: started,
    completionTime: over ? completionTime : undefined,
    usage: next.usage ?? previous?.usage ?? { inputTokens: 0, outputTokens: 0, requests: 0, gpuSeconds: 0 },
    result: cut(next.result ?? previous?.result ?? { reason: "", summary: "" }),
    // Whoever made the Job may have died before it said so.
    credentials: previous?.credentials ?? usesOf(job),
    conditions: stampConditions(
      conditionsOf(session, next, Boolean(job), started),
      previous?.conditions ?? [],
      session.metadata.generation,
      new Date(now).toISOString(),
    ),
    observedGeneration: session.metadata.generation,
  };
}

const seconds = (ms: number) => `${new Date(ms).toISOString().slice(0, 19)}Z`;

const cut = (result: AgenticSessionStatus["result"]) => ({
  ...result,
  reason: result.reason.slice(0, 128),
  summary: result.summary.slice(0, 4096),
});

function conditionsOf(
  session: AgenticSession,
  next: Next,
  hasJob: boolean,
  started: string | undefined,
): ConditionInput[] {
  const over = isFinal(next.phase);
  const admitted: ConditionInput =
    hasJob || session.status?.jobName || next.act === "create-job"
      ? { type: "Admitted", status: "True", reason: "Admitted", message: "" }
      : { type: "Admitted", status: "False", reason: next.held ?? next.phase, message: next.message };
  return [
    admitted,
    started
      ? { type: "Started", status: "True", reason: "Started", message: "" }
      : {
          type: "Started",
          status: "False",
          reason: next.phase,
          message: over ? "It never began." : next.message,
        },
    ...stoppingCondition(session, next),
    over
      ? { type: "Finished", status: "True", reason: next.phase, message: next.message }
      : { type: "Finished", status: "False", reason: next.phase, message: "" },
  ];
}

function stoppingCondition(session: AgenticSession, { cause }: Next): ConditionInput[] {
  const type = "Stopping";
  if (session.spec.stop)
    return [{ type, status: "True", reason: "StopRequested", message: "Somebody asked it to stop." }];
  if (cause === "suspension")
    return [
      { type, status: "True", reason: PROJECT_SUSPENDED, message: "Its project was archived or suspended." },
    ];
  return [];
}
