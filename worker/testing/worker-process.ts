import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

export type WorkerProcess = {
  /** Everything it has written so far. */
  output: () => string;
  /** Settles with its exit code, 128 + n for a signal n. */
  ended: Promise<number>;
  /** Ends it as a machine that loses power would. */
  kill: () => Promise<number>;
  /** Asks it to end. */
  stop: () => Promise<number>;
};

/** Starts `worker/main.ts` as a program of its own. */
export function startWorker(env: Record<string, string>): WorkerProcess {
  const child: ChildProcess = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, NODE_ENV: "test", PORTICO_HEALTH_PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (chunk: Buffer) => {
      text += chunk.toString("utf8");
    });
  const ended = new Promise<number>((resolve) => {
    child.once("exit", (code, signal) => resolve(code ?? (signal === "SIGKILL" ? 137 : 143)));
  });
  const end = (signal: NodeJS.Signals) => () => {
    child.kill(signal);
    return ended;
  };
  return { output: () => text, ended, kill: end("SIGKILL"), stop: end("SIGTERM") };
}
