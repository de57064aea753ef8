import { link, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive } from "./processes.ts";

/** A lock whose owner has not touched it for this long, in milliseconds, is nobody's. */
const lockStale = 60_000;

/** Where what takes long to make is kept, outside every checkout. */
export const cacheDir = (): string =>
  join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "portico");

/**
 * Takes the lock and returns how to give it back. The lock is a file with its owner's process id, linked into place
 * complete, and touched while it is held; that of a dead or silent owner is removed. `waiting` is said once to whoever has
 * to wait, with the owner's process id before it.
 */
export async function lock(
  file: string,
  waiting: string,
  log: (line: string) => void,
): Promise<() => Promise<void>> {
  const mine = `${file}.${process.pid}`;
  await writeFile(mine, String(process.pid));
  let told = false;
  for (;;) {
    try {
      await link(mine, file);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const owner = Number(await readFile(file, "utf8").catch(() => ""));
    const touched = await stat(file).then(
      (s) => s.mtimeMs,
      () => 0,
    );
    if (touched && (!isAlive(owner) || Date.now() - touched > lockStale)) {
      await rm(file, { force: true });
      continue;
    }
    if (!told) log(`Another run (process ${owner}) ${waiting}; waiting for it …`);
    told = true;
    await sleep(250);
  }
  const touch = setInterval(() => {
    const now = new Date();
    utimes(file, now, now).catch(() => {});
  }, lockStale / 12);
  return async () => {
    clearInterval(touch);
    await rm(file, { force: true });
    await rm(mine, { force: true });
  };
}
