import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { stringify } from "yaml";
import { lastLines } from "#cluster/processes.ts";
import { root } from "./parts.ts";

/** A kubeconfig of a cluster that is not there, for what is read from Postgres alone. */
export const noCluster = stringify({
  clusters: [{ name: "none", cluster: { server: "https://127.0.0.1:1" } }],
  users: [{ name: "none", user: { token: "none" } }],
  contexts: [{ name: "none", context: { cluster: "none", user: "none" } }],
});

export type Program = { pid: number; stop(): Promise<void> };

/**
 * Starts one of the two programs as it is deployed, with this environment and nothing else, and returns when `readyUrl`
 * answers 2xx. Its log goes to `<dir>/<name>.log`. Throws when it ends before, or after a minute.
 */
export async function startProgram(
  name: string,
  args: string[],
  env: Record<string, string>,
  place: { dir: string; readyUrl: string; nodeArgs?: string[] },
): Promise<Program> {
  mkdirSync(place.dir, { recursive: true });
  const file = join(place.dir, `${name}.log`);
  const log = createWriteStream(file, { flags: "a" });
  const child = spawn(process.execPath, [...(place.nodeArgs ?? []), ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, NODE_ENV: "production", ...env } as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  // However this process ends, what it started does not live on.
  const killed = () => void child.kill("SIGKILL");
  process.once("exit", killed);
  child.once("exit", () => process.off("exit", killed));
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const over = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    if (over()) return;
    child.kill("SIGTERM");
    const late = setTimeout(() => child.kill("SIGKILL"), 15_000);
    await gone;
    clearTimeout(late);
  };
  for (let tries = 0; tries < 600; tries += 1) {
    if (over()) throw new Error(`The ${name} ended while it was starting:\n${lastLines(file, 15)}`);
    const answer = await fetch(place.readyUrl, { signal: AbortSignal.timeout(2000) }).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok) return { pid: child.pid!, stop };
    await sleep(100);
  }
  await stop();
  throw new Error(`The ${name} was not ready within a minute:\n${lastLines(file, 15)}`);
}
