/** How a session ends: the exit code for Kubernetes, a reason for machines, a summary for people. */

export const exitCodes = {
  finished: 0,
  failed: 1,
  badInput: 2,
  credentialRefused: 3,
  timedOut: 124,
  stopped: 143,
} as const;

type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

export type Ending = {
  exitCode: ExitCode;
  /** snake_case, stable. All of them are listed in README.md. */
  reason: string;
  /** The answer when the session finished; otherwise one or two sentences with cause and next step. */
  summary: string;
};

const sentenceLimit = 1000;

/** What is shown of an ending: an answer whole, what went wrong cut at 1000 characters. `summary` is masked already. */
export function shownSummary({ exitCode }: Ending, summary: string): string {
  if (exitCode === exitCodes.finished || summary.length <= sentenceLimit) return summary;
  return `${summary
    .slice(0, sentenceLimit - 1)
    .toWellFormed()
    .trimEnd()}…`;
}

/** Thrown where a session cannot go on; `main.ts` turns it into the process's end. */
export class SessionEnd extends Error {
  readonly ending: Ending;

  constructor(exitCode: ExitCode, reason: string, summary: string) {
    super(summary);
    this.name = "SessionEnd";
    this.ending = { exitCode, reason, summary };
  }
}

export function badInput(reason: string, summary: string): SessionEnd {
  return new SessionEnd(exitCodes.badInput, reason, summary);
}

export function failed(reason: string, summary: string): SessionEnd {
  return new SessionEnd(exitCodes.failed, reason, summary);
}
