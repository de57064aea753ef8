import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, openSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** How to start one process of the cluster. */
export interface Command {
  binary: string;
  args: string[];
  env: Record<string, string>;
  log: string;
  /** Whether to append to the log instead of beginning it anew. */
  keepLog: boolean;
  /** Whether the process is to live on when this one ends. */
  detached: boolean;
}

/** Says whether a process with this id exists and has not ended. */
export function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** Starts a process with its output going to its log. It inherits nothing of this process's environment. */
export function startProcess(command: Command): ChildProcess {
  // Assigned, not spread: the framework's types want NODE_ENV in every environment.
  const environ = Object.assign({} as NodeJS.ProcessEnv, command.env);
  if (!command.detached) environ.PORTICO_CLUSTER_PARENT = String(process.pid);
  const log = openSync(command.log, command.keepLog ? "a" : "w", 0o600);
  try {
    const child = spawn(command.binary, command.args, {
      // A session of its own even when it ends with us: Ctrl-C is for us alone, who then end the parts in order.
      detached: true,
      stdio: ["ignore", log, log],
      env: environ,
    });
    if (command.detached) child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/**
 * Says whether the process is still the one that was started for this data directory: ids are reused, and a stale one
 * must never end a stranger.
 */
export function belongsTo(pid: number, dataDir: string): boolean {
  return isAlive(pid) && commandLine(pid).includes(dataDir);
}

function commandLine(pid: number): string {
  try {
    if (process.platform === "linux") return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
  } catch {
    return "";
  }
}

/** Ends a process: SIGTERM, then SIGKILL after `patience` milliseconds. Returns when it is gone. */
export async function endProcess(pid: number, dataDir: string, patience: number): Promise<void> {
  const alive = () => belongsTo(pid, dataDir);
  if (!alive()) return;
  process.kill(pid, "SIGTERM");
  if (await until(() => !alive(), patience)) return;
  process.kill(pid, "SIGKILL");
  await until(() => !alive(), 5_000);
}

/** Asks until the answer is yes or `patience` milliseconds have passed, and says which. */
export async function until(
  ask: () => boolean | Promise<boolean>,
  patience: number,
  pause = 50,
): Promise<boolean> {
  const end = Date.now() + patience;
  for (;;) {
    if (await ask()) return true;
    if (Date.now() >= end) return false;
    await sleep(pause);
  }
}

/** The last lines of a log, for an error that has to explain itself. */
export function lastLines(file: string, count: number): string {
  try {
    return readFileSync(file, "utf8").trimEnd().split("\n").slice(-count).join("\n");
  } catch {
    return "";
  }
}
