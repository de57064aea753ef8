import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { demoDir, root } from "./state.ts";

type Child = { name: string; process: ChildProcess; stopping: boolean };

/**
 * The demo's own programs. One that ends by itself is started again after a second, as a cluster would do, so that
 * killing one shows what the others make of it.
 */
export class Children {
  readonly #children = new Map<string, Child>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
    mkdirSync(join(demoDir, "logs"), { recursive: true });
  }

  /** `command` is Node where nothing else is said. */
  start(name: string, args: string[], env: Record<string, string>, command = process.execPath): void {
    const log = createWriteStream(join(demoDir, "logs", `${name}.log`), { flags: "a" });
    const child: Child = {
      name,
      stopping: false,
      process: spawn(command, args, {
        cwd: root,
        env: { PATH: process.env.PATH, HOME: process.env.HOME, ...env } as unknown as NodeJS.ProcessEnv,
        stdio: ["ignore", "pipe", "pipe"],
      }),
    };
    child.process.stdout?.pipe(log, { end: false });
    child.process.stderr?.pipe(log, { end: false });
    this.#children.set(name, child);
    this.#onChange();
    child.process.once("exit", async () => {
      if (child.stopping) return;
      await sleep(1_000);
      if (!child.stopping) this.start(name, args, env, command);
    });
  }

  pids(): Record<string, number> {
    return Object.fromEntries([...this.#children].map(([name, child]) => [name, child.process.pid ?? 0]));
  }

  /** Ends them in the given order, each with ten seconds to do so by itself. */
  async stop(order: string[]): Promise<void> {
    for (const child of this.#children.values()) child.stopping = true;
    for (const name of order) {
      const { process: running } = this.#children.get(name) ?? {};
      if (!running || running.exitCode !== null || running.signalCode !== null) continue;
      const gone = new Promise((resolve) => running.once("exit", resolve));
      running.kill("SIGTERM");
      const late = setTimeout(() => running.kill("SIGKILL"), 10_000);
      await gone;
      clearTimeout(late);
    }
  }
}

/** Waits until the address answers 2xx. Throws after the patience, naming what did not come up, and when the signal says so. */
export async function untilAnswers(
  name: string,
  url: string,
  { patienceMs = 60_000, signal }: { patienceMs?: number; signal?: AbortSignal } = {},
): Promise<void> {
  const end = Date.now() + patienceMs;
  while (Date.now() < end) {
    signal?.throwIfAborted();
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    if (answer?.ok) return;
    await sleep(100);
  }
  throw new Error(
    `The ${name} did not answer at ${url} within ${patienceMs / 1000} s; see .demo/logs/${name}.log.`,
  );
}
