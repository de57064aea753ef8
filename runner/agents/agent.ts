import type { Input } from "../input.ts";
import type { Output } from "../output.ts";
import type { Usage } from "../usage.ts";

/** What an agent is given. */
export type AgentContext = {
  input: Input;
  output: Output;
  /** The session's totals; the agent adds to them as it goes, so that they are right however the session ends. */
  usage: Usage;
  /** Aborted with a SessionEnd as its reason, on stop, time-out and inactivity. */
  signal: AbortSignal;
  activity: Activity;
};

/** Tells the session that the agent is alive. */
export type Activity = {
  /** Something happened: the inactivity time-out starts anew. */
  touch(): void;
  /** The agent waits on purpose: the inactivity time-out stands still until the next touch. */
  pause(): void;
};

/** Does the session's work. Resolves with the result's text; throws SessionEnd for every known way to fail. */
export type Agent = (context: AgentContext) => Promise<string>;
