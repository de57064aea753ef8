import { setTimeout as sleep } from "node:timers/promises";
import { findViewer, type Viewer } from "#lib/domain/identity/data.ts";
import { resolveTenant } from "./scope.ts";

/** How often an open stream asks again whether its reader may still read. Rights are gone within 5 s. */
const everyMs = 3_000;

/**
 * Runs until the signal, or until the login session ends or the membership is taken away. Answers why it ended.
 */
export async function whileAllowed(
  token: string,
  org: string | null,
  signal: AbortSignal,
  stillMay: (viewer: Viewer) => boolean | Promise<boolean> = () => true,
): Promise<"closed" | "ended"> {
  while (!signal.aborted) {
    await sleep(everyMs, undefined, { signal }).catch(() => {});
    if (signal.aborted) return "closed";
    try {
      const viewer = await findViewer(token);
      if (!viewer) return "ended";
      if (org !== null && !(await resolveTenant(viewer, org))) return "ended";
      if (!(await stillMay(viewer))) return "ended";
    } catch {
      // If the rights cannot be read, the answer is no.
      return "ended";
    }
  }
  return "closed";
}
