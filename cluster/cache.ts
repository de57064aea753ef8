import {
  access,
  constants,
  link,
  mkdir,
  readFile,
  rename,
  rm,
  stat,
  utimes,
  writeFile,
} from "node:fs/promises";
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
 * to wait, with the owner's process id before it. Throws when the signal ends the waiting.
 */
export async function lock(
  file: string,
  waiting: string,
  log: (line: string) => void,
  signal?: AbortSignal,
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
    if (signal?.aborted) {
      await rm(mine, { force: true });
      throw signal.reason;
    }
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

export const isExecutable = (file: string): Promise<boolean> =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  );

/**
 * The path of the program `file` in the cache's folder `folder`, built by `build` when no run on this machine has built it yet;
 * `what` is what it is called. Two runs that take the lock in the same moment may both build: that wastes time but does no harm,
 * because the program is renamed into place.
 */
export async function builtOnce(
  { folder, file, what }: { folder: string; file: string; what: string },
  build: (output: string, signal?: AbortSignal) => Promise<void>,
  log: (line: string) => void,
  signal?: AbortSignal,
): Promise<string> {
  const dir = join(cacheDir(), folder);
  const binary = join(dir, file);
  if (await isExecutable(binary)) return binary;
  await mkdir(dir, { recursive: true });
  const release = await lock(`${dir}.lock`, `is building ${what}`, log, signal);
  try {
    // Whoever held the lock before may have built it.
    if (!(await isExecutable(binary))) {
      log(`Building ${what}, once for this version; this takes some minutes …`);
      const began = Date.now();
      const draft = `${binary}.${process.pid}`;
      await build(draft, signal);
      await rename(draft, binary);
      log(`Built it in ${Math.round((Date.now() - began) / 1000)} s.`);
    }
  } finally {
    await release();
  }
  return binary;
}
