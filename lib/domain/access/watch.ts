import { setTimeout as sleep } from "node:timers/promises";
import { findViewer, type Viewer } from "#lib/domain/identity/data.ts";

/** How often an open stream asks again whether its reader may still read, and how long the answer may take. */
const everyMs = 2_500;
const patienceMs = 1_500;

/**
 * Runs until the signal, or until the login session ends or `stillMay` says no, and answers why. An answer that does not
 * come in time, or cannot be had, is a no: a right that is taken away is gone within five seconds. Being asked is not
 * activity: a stream keeps nobody signed in.
 */
export async function whileAllowed(
  token: string,
  signal: AbortSignal,
  stillMay: (viewer: Viewer) => Promise<boolean>,
): Promise<"closed" | "ended"> {
  const ask = async () => {
    const viewer = await findViewer(token);
    return viewer !== null && (await stillMay(viewer));
  };
  while (!signal.aborted) {
    await sleep(everyMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return "closed";
    const late = sleep(patienceMs, false, { ref: false });
    if (!(await Promise.race([ask().catch(() => false), late]))) return "ended";
  }
  return "closed";
}
