import { can, type Holder } from "#lib/domain/access/permissions.ts";
import { endedPhases, type SessionPhase } from "#lib/domain/clusters/contract/agentic-session.ts";

/** The phases in which stopping still means something. */
export const stoppable = ["Pending", "Queued", "Starting", "Running"] as const satisfies SessionPhase[];

/** Whether a session has come to its end. */
export const hasEnded = (phase: string): boolean => (endedPhases as readonly string[]).includes(phase);
/** Whether stopping still means something. */
export const mayStop = (phase: string): boolean => (stoppable as readonly string[]).includes(phase);

/** The tabs of the list: what people ask for, and the phases it covers. */
export const phaseGroups = {
  queued: ["Pending", "Queued", "Starting"],
  running: ["Running", "Stopping"],
  succeeded: ["Succeeded"],
  failed: ["Failed", "TimedOut"],
  stopped: ["Stopped"],
} as const satisfies Record<string, SessionPhase[]>;
export type PhaseGroup = keyof typeof phaseGroups;

/** The title a session gets from its prompt when nobody gave one. */
export function titleOf(prompt: string): string {
  const line =
    prompt
      .split("\n")
      .find((text) => text.trim() !== "")
      ?.trim() ?? "";
  return line.length > 80 ? `${line.slice(0, 79).trimEnd()}…` : line;
}

/** A session as somebody may see it: who neither runs sessions nor sees credentials is told nothing of those it has. */
export const shownTo = <
  Session extends { credential: object | null; credentialRefs: string[]; given: object[] },
>(
  holder: Holder,
  session: Session,
): Session =>
  can(holder, "sessions:create") || can(holder, "credentials:read")
    ? session
    : { ...session, credential: null, credentialRefs: [], given: [] };
