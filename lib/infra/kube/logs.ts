import { setTimeout as sleep } from "node:timers/promises";
import type { KubeClient } from "./client.ts";
import { KubeError } from "./errors.ts";
import { linesOf } from "./lines.ts";
import { kindOf, pathOf } from "./objects.ts";

export interface LogLine {
  /** RFC 3339 with nanoseconds, as the kubelet wrote it. Hand it back as `after` to go on. */
  time: string;
  text: string;
}

export interface FollowOptions {
  namespace: string;
  pod: string;
  container?: string;
  /** Only lines later than this one's `time`. */
  after?: string;
  /** Stay for new lines until the container ends. Default true. */
  follow?: boolean;
  signal?: AbortSignal;
  /** How often a broken stream is taken up again without a line in between. Default 5. */
  tries?: number;
}

const pods = kindOf("v1", "Pod", "pods");

/**
 * The lines of a container's log, in order, each once, until the container ends or the signal. A stream that breaks is
 * taken up again where it stopped.
 *
 * @throws KubeError when the pod is gone, the container has not started (400), or the stream breaks too often
 */
export async function* followLogs(client: KubeClient, options: FollowOptions): AsyncGenerator<LogLine> {
  const { namespace, pod: name, container, signal, follow = true, tries = 5 } = options;
  let last = options.after ? sortable(options.after) : "";
  let failures = 0;
  /** Lines given whose time is `last`; all there are, as far as the caller of `after` knows. */
  let given = Number.POSITIVE_INFINITY;
  while (!signal?.aborted) {
    // sinceTime counts whole seconds, so lines of the last second come again and are left out here.
    const resumed = last;
    let skip = given;
    try {
      const stream = await client.stream(pathOf(pods, { namespace, name }, "log"), {
        query: { container, follow, timestamps: true, sinceTime: last ? `${last.slice(0, 19)}Z` : undefined },
        signal,
      });
      for await (const line of linesOf(stream)) {
        const space = line.indexOf(" ");
        const time = space === -1 ? line : line.slice(0, space);
        const at = sortable(time);
        if (resumed && (at < resumed || (at === resumed && skip-- > 0))) continue;
        given = at === last ? given + 1 : 1;
        last = at;
        failures = 0;
        yield { time, text: space === -1 ? "" : line.slice(space + 1) };
      }
      return;
    } catch (error) {
      if (signal?.aborted) return;
      const refused = error instanceof KubeError && error.code >= 400 && !error.transient;
      failures += 1;
      if (refused || failures >= tries) throw error;
      await sleep(Math.min(100 * 2 ** failures, 3000), undefined, { signal }).catch(() => {});
    }
  }
}

/** A time whose text sorts as the time does: UTC with nine digits after the second. */
export function sortable(time: string): string {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)$/.exec(time);
  if (!match) return "";
  const [, whole = "", fraction = "", zone = "Z"] = match;
  const utc = zone === "Z" ? whole : new Date(`${whole}${zone}`).toISOString().slice(0, 19);
  return `${utc}.${fraction.padEnd(9, "0").slice(0, 9)}`;
}
