/**
 * The entry point of a session's container. Reads what the session is told (input.ts), runs its agent, writes
 * JSON lines on standard output, and leaves with an exit code and a termination message (README.md).
 */
import { setTimeout as sleep } from "node:timers/promises";
import { agentOf } from "./agents/index.ts";
import { type Ending, exitCodes, SessionEnd, shownSummary } from "./ending.ts";
import { readCredentials, readInput } from "./input.ts";
import { createMask } from "./mask.ts";
import { Output } from "./output.ts";
import { writeTermination } from "./termination.ts";
import { watchTime } from "./time.ts";
import { noUsage } from "./usage.ts";

/** How long a stopped agent may take to write what it holds. The kubelet's grace period is longer. */
const graceMs = 2_000;

const startedAt = Date.now();
const output = new Output(process.stdout);
const usage = noUsage();
const stop = new AbortController();
let leaving = false;

for (const signal of ["SIGTERM", "SIGINT"] as const) {
  process.on(signal, () => {
    stop.abort(new SessionEnd(exitCodes.stopped, "stopped", "The session was stopped."));
  });
}
process.on("uncaughtException", (error) => void leave(endingOf(error)));

await leave(await runSession());

async function runSession(): Promise<Ending> {
  try {
    const credentials = readCredentials(process.env);
    output.mask = createMask([...credentials.values()]);
    const input = readInput(process.env, credentials);
    const agent = agentOf(input.agent);
    await output.log("info", `Session ${input.session}: ${input.agent} with ${input.model}.`);
    const activity = watchTime(input.timeoutSeconds, input.inactivityTimeoutSeconds, stop);
    stop.signal.throwIfAborted();
    const work = agent({ input, output, usage, signal: stop.signal, activity });
    const answer = await Promise.race([work, abandoned(stop.signal)]);
    return { exitCode: exitCodes.finished, reason: "finished", summary: answer };
  } catch (error) {
    return endingOf(error);
  }
}

/** Rejects some time after the abort, for an agent that does not come back. */
async function abandoned(signal: AbortSignal): Promise<never> {
  await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  await sleep(graceMs);
  throw signal.reason;
}

function endingOf(error: unknown): Ending {
  if (error instanceof SessionEnd) return error.ending;
  const message = error instanceof Error ? error.message : String(error);
  return {
    exitCode: exitCodes.failed,
    reason: "runner_failed",
    summary: `The runner itself failed: ${message}.`,
  };
}

/** The one way out: result line, termination message, exit. */
async function leave(ending: Ending): Promise<void> {
  if (leaving) return;
  leaving = true;
  const summary = shownSummary(ending, output.masked(ending.summary));
  const path = process.env.PORTICO_TERMINATION_LOG || "/dev/termination-log";
  // First, because it is a file: it gets written even when nobody reads the log any more.
  const kept = writeTermination(path, { reason: ending.reason, summary, usage });
  const lines = async () => {
    if (!kept) await output.log("warn", `The termination message could not be written to ${path}.`);
    await output.write({ type: "result", ...ending, summary, usage, durationMs: Date.now() - startedAt });
  };
  await Promise.race([lines(), sleep(graceMs)]);
  process.exit(ending.exitCode);
}
