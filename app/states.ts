import type { StateKind } from "#components/ui/state.tsx";
import type { SessionPhase } from "#lib/domain/clusters/contract/agentic-session.ts";
import type { ObjectState, ProjectPhase } from "#lib/domain/clusters/contract/project.ts";

/** How each state is drawn. The words are in messages/en/common.json under `objectState`, `projectPhase`, `sessionPhase`. */
const objects: Record<ObjectState, StateKind> = {
  Waiting: "queued",
  Applying: "starting",
  Applied: "done",
  Refused: "failed",
  Drifted: "starting",
};

const projects: Record<ProjectPhase, StateKind> = {
  Pending: "queued",
  Provisioning: "starting",
  Ready: "done",
  Degraded: "failed",
  Suspended: "off",
  Deleting: "starting",
};

const sessions: Record<SessionPhase, StateKind> = {
  Pending: "queued",
  Queued: "queued",
  Starting: "starting",
  Running: "running",
  Stopping: "starting",
  Succeeded: "done",
  Failed: "failed",
  Stopped: "ended",
  TimedOut: "failed",
};

export const objectStateKind = (state: string): StateKind => objects[state as ObjectState] ?? "queued";
export const projectPhaseKind = (phase: string): StateKind => projects[phase as ProjectPhase] ?? "queued";
export const sessionPhaseKind = (phase: string): StateKind => sessions[phase as SessionPhase] ?? "queued";
