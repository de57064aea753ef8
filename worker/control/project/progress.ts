import type { ObjectState, ObjectStatus, Project } from "#lib/domain/clusters/contract/project.ts";
import { KubeError } from "#lib/infra/kube/errors.ts";
import type { BundleObject } from "./manifests/common.ts";
import type { Phase, Step } from "./phases.ts";

/** One object of the bundle during one reconciliation. */
export interface Item {
  phase: Phase["name"];
  object: BundleObject;
  state: ObjectState;
  startedMs?: number;
  durationMs?: number;
  appliedAt?: string;
  attempt?: number;
  nextRetryAt?: string;
  message: string;
}

export const itemKey = (object: { kind: string; metadata: { name: string } }) =>
  `${object.kind}/${object.metadata.name}`;

/** The items of a bundle, each with what the last status said of it. */
export function startItems(steps: Step[], project: Project): Item[] {
  const before = new Map((project.status?.objects ?? []).map((o) => [`${o.kind}/${o.name}`, o]));
  return steps.map(({ phase, object }) => {
    const known = before.get(itemKey(object));
    const { state, startedMs, durationMs, appliedAt, attempt, nextRetryAt, message } = known ?? {};
    return {
      phase,
      object,
      state: state ?? "Waiting",
      startedMs,
      durationMs,
      appliedAt,
      attempt,
      nextRetryAt,
      message: message ?? "",
    };
  });
}

export function toStatus(item: Item): ObjectStatus {
  const { object, state, startedMs, durationMs, appliedAt, attempt, nextRetryAt, message } = item;
  const status = {
    state,
    startedMs,
    durationMs,
    appliedAt,
    attempt,
    nextRetryAt,
    message: message.slice(0, 4096),
  };
  return { kind: object.kind, name: object.metadata.name, ...status };
}

/** What is known about objects that were refused, between two tries. */
export interface Retry {
  attempt: number;
  at: number;
  /** Another trigger (a changed spec, a changed retry annotation) makes the next try due at once. */
  trigger: string;
  transient: boolean;
  message: string;
  /** Machine-readable: why, for the condition. */
  reason: string;
}

const FIRST_MS = 500;
const LONGEST_MS = 60_000;
const LONGEST_TRANSIENT_MS = 5_000;

/** The wait after attempt number `attempt`, in ms: the API server said no (grows to a minute) or nothing (to 5 s). */
export function retryDelayMs(attempt: number, transient: boolean): number {
  return Math.min(FIRST_MS * 2 ** (attempt - 1), transient ? LONGEST_TRANSIENT_MS : LONGEST_MS);
}

/** The next retry after an error. */
export function nextRetry(error: unknown, before: Retry | undefined, trigger: string, now: number): Retry {
  const attempt = (before?.trigger === trigger ? before.attempt : 0) + 1;
  const transient = !(error instanceof KubeError) || error.transient || error.code === 409;
  return {
    attempt,
    at: now + retryDelayMs(attempt, transient),
    trigger,
    transient,
    message: error instanceof Error ? error.message : String(error),
    reason: error instanceof KubeError && error.reason ? error.reason : "Failed",
  };
}
