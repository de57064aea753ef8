import { RUNNER_CONTAINER } from "#lib/domain/clusters/contract/agentic-session.ts";
import { runnerState } from "./ending.ts";
import type { ContainerState, Pod } from "./objects.ts";

/** Where a pod that does not run yet is, for people; `stuck` when it will not get on without somebody's help. */
export interface Starting {
  reason: string;
  message: string;
  stuck: boolean;
}

const stuckReasons: Record<string, string> = {
  ErrImagePull: "The agent's image could not be pulled.",
  ImagePullBackOff: "The agent's image could not be pulled.",
  InvalidImageName: "The agent's image has no valid name.",
  ErrImageNeverPull: "The agent's image is not on the node.",
  CreateContainerConfigError:
    "The agent's container could not be configured: what it is to be given may have been taken away.",
  CreateContainerError: "The agent's container could not be made.",
  RunContainerError: "The agent's container could not be started.",
};

/** Pure: what a pending pod waits for. */
export function startingOf(pod: Pod): Starting {
  const scheduled = pod.status?.conditions?.find((condition) => condition.type === "PodScheduled");
  if (scheduled?.status === "False" && scheduled.reason === "SchedulingGated") {
    return { reason: "SchedulingGated", message: "Held back before scheduling.", stuck: false };
  }
  if (scheduled?.status === "False") {
    const said = scheduled.message ? ` ${scheduled.message}` : "";
    return { reason: "Unschedulable", message: `No node can take the session now.${said}`, stuck: true };
  }
  if (!pod.spec?.nodeName) return { reason: "Scheduling", message: "Waits for a node.", stuck: false };
  return fromContainer(runnerState(pod)?.waiting, pod.spec.nodeName);
}

function fromContainer(waiting: ContainerState["waiting"], node: string): Starting {
  const sentence = stuckReasons[waiting?.reason ?? ""];
  if (waiting?.reason && sentence) {
    // The kubelet's own words name the Secret's key that it did not find.
    const said = waiting.reason === "CreateContainerConfigError" ? undefined : waiting.message;
    return {
      reason: waiting.reason,
      message: [sentence, said].filter(Boolean).join(" "),
      stuck: true,
    };
  }
  return {
    reason: waiting?.reason || "Starting",
    message: `Gets its image and starts on ${node}.`,
    stuck: false,
  };
}

/** When the runner began, if it has. */
export function runningSince(pod: Pod | undefined): string | undefined {
  const status = pod?.status?.containerStatuses?.find((container) => container.name === RUNNER_CONTAINER);
  return status?.state?.running ? (status.state.running.startedAt ?? pod?.status?.startTime) : undefined;
}
