import { z } from "zod";
import type {
  AgenticSession,
  AgenticSessionStatus,
  SessionPhase,
} from "#lib/domain/clusters/contract/agentic-session.ts";
import { RUNNER_CONTAINER } from "#lib/domain/clusters/contract/agentic-session.ts";
import { canonicalQuantity } from "#lib/infra/kube/quantity.ts";
import type { ControlConfig } from "../config.ts";
import type { ContainerState, Job, Pod } from "./objects.ts";

/** How a session ended, as far as its status says. */
export interface Ending {
  phase: Extract<SessionPhase, "Succeeded" | "Failed" | "Stopped" | "TimedOut">;
  message: string;
  result: AgenticSessionStatus["result"];
  usage?: AgenticSessionStatus["usage"];
  startTime?: string;
  completionTime?: string;
}

/** Why a session ends before its time: somebody asked, or its project was archived or its tenant suspended. */
export type StopCause = "request" | "suspension";
export const stopReasons: Record<StopCause, string> = { request: "stopped", suspension: "project_suspended" };
export const stopWords: Record<StopCause, string> = {
  request: "Stopped on request.",
  suspension: "Stopped, because its project was archived or suspended.",
};

const count = z.number().int().min(0).catch(0);
const termination = z.object({
  reason: z.string().catch(""),
  summary: z.string().catch(""),
  usage: z
    .object({ inputTokens: count, outputTokens: count, requests: count })
    .catch({ inputTokens: 0, outputTokens: 0, requests: 0 }),
});

/** The runner's last words; from another image or a killed runner there may be none. */
export function readTermination(message: string | undefined): z.output<typeof termination> | undefined {
  try {
    return termination.parse(JSON.parse(message ?? ""));
  } catch {
    return undefined;
  }
}

export function runnerState(pod: Pod | undefined): ContainerState | undefined {
  return pod?.status?.containerStatuses?.find((status) => status.name === RUNNER_CONTAINER)?.state;
}

const condition = (
  conditions: { type: string; status: string; reason?: string; message?: string }[] = [],
  type: string,
) => conditions.find((c) => c.type === type && c.status === "True");

/** A session, and why it was stopped if it was. */
interface Ended {
  session: AgenticSession;
  cause: StopCause | undefined;
}

/** How the session ended, or undefined while it has not. Pure. */
export function endingOf(
  session: AgenticSession,
  job: Job,
  pod: Pod | undefined,
  config: ControlConfig,
  cause: StopCause | undefined,
): Ending | undefined {
  const of = { session, cause };
  const terminated = runnerState(pod)?.terminated;
  if (terminated) return fromExit(of, terminated, pod!, config);
  if (pod?.status?.phase === "Failed") return fromPod(of, pod);
  const disrupted = condition(pod?.status?.conditions, "DisruptionTarget");
  if (pod?.metadata.deletionTimestamp && disrupted) return lost(of, pod, disrupted.message);
  const failed = condition(job.status?.conditions, "Failed");
  if (failed) return fromJob(of, failed);
  // The pod is gone with its exit code, but the Job remembers that it was 0.
  if (condition(job.status?.conditions, "Complete")) {
    return {
      phase: "Succeeded",
      message: "Finished.",
      result: { reason: "finished", summary: "", exitCode: 0 },
    };
  }
  return undefined;
}

const ended = ({ cause }: Ended, failed: Ending): Ending =>
  cause
    ? {
        ...failed,
        phase: "Stopped",
        message: stopWords[cause],
        result: { ...failed.result, reason: stopReasons[cause] },
      }
    : failed;

function fromExit(
  of: Ended,
  state: NonNullable<ContainerState["terminated"]>,
  pod: Pod,
  config: ControlConfig,
): Ending {
  const { session, cause } = of;
  const said = readTermination(state.message);
  const { exitCode, startedAt: startTime, finishedAt: completionTime } = state;
  const summary = said?.summary ?? "";
  const ending = (phase: Ending["phase"], reason: string, message: string): Ending => ({
    phase,
    message,
    result: { reason: said?.reason || reason, summary, exitCode },
    usage: { inputTokens: 0, outputTokens: 0, requests: 0, ...said?.usage, gpuSeconds: 0 },
    startTime,
    completionTime,
  });
  const words = (fallback: string) => summary || fallback;
  if (state.reason === "OOMKilled") {
    const limit = config.resourceClasses[session.spec.resourceClass].limits.memory;
    const much = limit ? ` (${canonicalQuantity(limit)})` : "";
    return ending(
      "Failed",
      "out_of_memory",
      `The session used more memory than its class has${much}. Choose a larger class.`,
    );
  }
  switch (exitCode) {
    case 0:
      return ending("Succeeded", "finished", `Finished in ${duration(startTime, completionTime)}.`);
    case 1:
      return ended(of, ending("Failed", "failed", words("The agent failed. Its log says more.")));
    case 2:
      return ended(
        of,
        ending("Failed", "bad_input", words("The session's input could not be used. Its log says more.")),
      );
    case 3:
      return ended(
        of,
        ending(
          "Failed",
          "credential_refused",
          words("The provider refused the project's credential. Test it, or paste another one."),
        ),
      );
    case 124:
      return ended(
        of,
        ending(
          "TimedOut",
          "timed_out",
          words(`The session reached its time-out of ${inWords(session.spec.timeoutSeconds)}.`),
        ),
      );
    case 143:
    case 137: {
      if (pod.status?.reason === "DeadlineExceeded" && !cause) {
        return ending(
          "TimedOut",
          "timed_out",
          `The session reached its time-out of ${inWords(session.spec.timeoutSeconds)}.`,
        );
      }
      const other = pod.status?.message ? ` ${pod.status.message}` : "";
      return ended(of, ending("Failed", "killed", `The session was ended from outside Portico.${other}`));
    }
    default:
      return ended(
        of,
        ending("Failed", "failed", words(`The session ended with exit code ${exitCode}. Its log says more.`)),
      );
  }
}

/** The pod failed without its container having run to an end that the kubelet saw. */
function fromPod(of: Ended, pod: Pod): Ending {
  const { session, cause } = of;
  const { reason = "", message = "" } = pod.status ?? {};
  const result = { reason: snake(reason) || "failed", summary: "" };
  if (reason === "DeadlineExceeded" && !cause) {
    return {
      phase: "TimedOut",
      message: `The session reached its time-out of ${inWords(session.spec.timeoutSeconds)}.`,
      result,
    };
  }
  if (reason === "NodeLost" || reason === "NodeShutdown") return lost(of, pod, message);
  return ended(of, {
    phase: "Failed",
    message: message || "The session's pod failed before the agent ended.",
    result,
  });
}

function lost(of: Ended, pod: Pod, said = ""): Ending {
  const message =
    `The session's node ${pod.spec?.nodeName ?? ""} was lost or had to give it up. Start it again. ${said}`.trim();
  return ended(of, { phase: "Failed", message, result: { reason: "node_lost", summary: "" } });
}

function fromJob(of: Ended, failed: { reason?: string; message?: string }): Ending {
  const result = { reason: snake(failed.reason ?? "") || "failed", summary: "" };
  if (failed.reason === "DeadlineExceeded") {
    const message = `The session reached its time-out of ${inWords(of.session.spec.timeoutSeconds)}, did not end by itself, and was ended.`;
    return ended(of, { phase: "TimedOut", message, result });
  }
  const message = "The session's pod is gone: it was deleted, or its node was lost. Start it again.";
  return ended(of, { phase: "Failed", message, result: { ...result, reason: "pod_gone" } });
}

const snake = (reason: string) => reason.replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();

/** 45 s; 1 min 30 s; 2 h. */
export function inWords(seconds: number): string {
  const [h, min, s] = [
    Math.floor(seconds / 3600),
    Math.floor((seconds % 3600) / 60),
    Math.round(seconds % 60),
  ];
  const parts = [h && `${h} h`, min && `${min} min`, s && `${s} s`].filter(Boolean);
  return parts.join(" ") || "0 s";
}

function duration(from: string | undefined, to: string | undefined): string {
  const seconds = from && to ? Math.round((Date.parse(to) - Date.parse(from)) / 1000) : 0;
  return seconds >= 1 ? inWords(seconds) : "less than 1 s";
}
