import { readdirSync, readFileSync } from "node:fs";

/** Linux counts in hundredths of a second. */
const TICK_MS = 10;

/**
 * Milliseconds of processor time that this process and everything it started have used. Unlike a time on the clock it does
 * not depend on what else the machine does. Undefined where there is no /proc.
 */
export function cpuOfRun(): number | undefined {
  let names: string[];
  try {
    names = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  } catch {
    return undefined;
  }
  const parents = new Map<number, number>();
  const used = new Map<number, number>();
  for (const name of names) {
    const stat = read(`/proc/${name}/stat`);
    // The second field, the program's name in brackets, may hold anything.
    const [, parent, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (!parent) continue;
    parents.set(Number(name), Number(parent));
    used.set(Number(name), (Number(rest[9]) + Number(rest[10])) * TICK_MS);
  }
  const ours = (pid: number | undefined): boolean =>
    pid !== undefined && (pid === process.pid || ours(parents.get(pid)));
  return [...used].reduce((sum, [pid, ms]) => (ours(pid) ? sum + ms : sum), 0);
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return ""; // It ended while we looked.
  }
}
