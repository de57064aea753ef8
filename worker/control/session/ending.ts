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

/** How the session ended, or undefined while it has not. Pure. */
export function endingOf(
  session: AgenticSession,
  job: Job,
  pod: Pod | undefined,
  config: ControlConfig,
): Ending | undefined {
  const terminated = runnerState(pod)?.terminated;
  if (terminated) return fromExit(session, terminated, pod!, config);
  if (pod?.status?.phase === "Failed") return fromPod(session, pod);
  const disrupted = condition(pod?.status?.conditions, "DisruptionTarget");
  if (pod?.metadata.deletionTimestamp && disrupted) return lost(session, pod, disrupted.message);
  const failed = condition(job.status?.conditions, "Failed");
  if (failed) return fromJob(session, failed);
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

const ended = (session: AgenticSession, failed: Ending): Ending =>
  session.spec.stop
    ? {
        ...failed,
        phase: "Stopped",
        message: "Stopped on request.",
        result: { ...failed.result, reason: "stopped" },
      }
    : failed;

function fromExit(
  session: AgenticSession,
  state: NonNullable<ContainerState["terminated"]>,
  pod: Pod,
  config: ControlConfig,
): Ending {
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
      return ended(session, ending("Failed", "failed", words("The agent failed. Its log says more.")));
    case 2:
      return ended(
        session,
        ending("Failed", "bad_input", words("The session's input could not be used. Its log says more.")),
      );
    case 3:
      return ended(
        session,
        ending(
          "Failed",
          "credential_refused",
          words("The provider refused the project's credential. Test it, or paste another one."),
        ),
      );
    case 124:
      return ended(
        session,
        ending(
          "TimedOut",
          "timed_out",
          words(`The session reached its time-out of ${inWords(session.spec.timeoutSeconds)}.`),
        ),
      );
    case 143:
    case 137: {
      if (pod.status?.reason === "DeadlineExceeded" && !session.spec.stop) {
        return ending(
          "TimedOut",
          "timed_out",
          `The session reached its time-out of ${inWords(session.spec.timeoutSeconds)}.`,
        );
      }
      const other = pod.status?.message ? ` ${pod.status.message}` : "";
      return ended(
        session,
        ending("Failed", "killed", `The session was ended from outside Portico.${other}`),
      );
    }
    default:
      return ended(
        session,
        ending("Failed", "failed", words(`The session ended with exit code ${exitCode}. Its log says more.`)),
      );
  }
}

/** The pod failed without its container having run to an end that the kubelet saw. */
function fromPod(session: AgenticSession, pod: Pod): Ending {
  const { reason = "", message = "" } = pod.status ?? {};
  const result = { reason: snake(reason) || "failed", summary: "" };
  if (reason === "DeadlineExceeded" && !session.spec.stop) {
    return {
      phase: "TimedOut",
      message: `The session reached its time-out of ${inWords(session.spec.timeoutSeconds)}.`,
      result,
    };
  }
  if (reason === "NodeLost" || reason === "NodeShutdown") return lost(session, pod, message);
  return ended(session, {
    phase: "Failed",
    message: message || "The session's pod failed before the agent ended.",
    result,
  });
}

function lost(session: AgenticSession, pod: Pod, said = ""): Ending {
  const message =
    `The session's node ${pod.spec?.nodeName ?? ""} was lost or had to give it up. Start it again. ${said}`.trim();
  return ended(session, { phase: "Failed", message, result: { reason: "node_lost", summary: "" } });
}

function fromJob(session: AgenticSession, failed: { reason?: string; message?: string }): Ending {
  const result = { reason: snake(failed.reason ?? "") || "failed", summary: "" };
  if (failed.reason === "DeadlineExceeded") {
    const message = `The session reached its time-out of ${inWords(session.spec.timeoutSeconds)}, did not end by itself, and was ended.`;
    return ended(session, { phase: "TimedOut", message, result });
  }
  const message = "The session's pod is gone: it was deleted, or its node was lost. Start it again.";
  return ended(session, { phase: "Failed", message, result: { ...result, reason: "pod_gone" } });
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
