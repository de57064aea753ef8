import type { TenantScope } from "#lib/domain/access/scope.ts";
import { RUNNER_CONTAINER } from "#lib/domain/clusters/contract/agentic-session.ts";
import { changeFeed } from "#lib/infra/db/listen.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import type { Send } from "#lib/infra/http/event-stream.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import { KubeError } from "#lib/infra/kube/errors.ts";
import { followLogs } from "#lib/infra/kube/logs.ts";
import { kube } from "#lib/infra/kube/process.ts";
import { getKeptLog, getSession, type SessionDetail } from "./data.ts";

/** How long a cluster that gave no log, or an end too early, is left alone at first and at most, in ms. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 30_000;

/** A line as the runner writes it; a line that is not its JSON is shown as it is. */
export function parseLine(
  text: string,
  time: string,
): { time: string; type: string } & Record<string, unknown> {
  try {
    const line = JSON.parse(text) as Record<string, unknown>;
    if (typeof line === "object" && line !== null && typeof line.type === "string")
      return { ...line, type: line.type, time: isTime(line.time) ? line.time : time };
  } catch {
    // Not the runner's: a crash of the runtime itself, for example.
  }
  return { time, type: "log", text };
}

const isTime = (value: unknown): value is string =>
  typeof value === "string" && !Number.isNaN(Date.parse(value));

/**
 * Sends a session's lines after the `after`-th, numbered as its pod wrote them, at the reader's pace. A session that has not
 * started is waited for; a live one is followed; one that has ended is read once from its pod and then waited for, until the
 * worker has kept its log, or knows that it is lost. Waiting costs nothing: it ends when the session's row changes.
 */
export async function followSessionLog(
  scope: Pick<TenantScope, "organizationId"> & { projectId: string },
  sessionId: string,
  after: number,
  send: Send,
  signal: AbortSignal,
  { feed, client } = { feed: changeFeed(), client: kube() },
): Promise<void> {
  const changes = feed.follow(({ t, i }) => t === "sessions" && i === sessionId);
  let sent = after;
  let pause = FIRST_PAUSE;
  let notBefore = 0;
  let whole = false;
  try {
    while (!signal.aborted) {
      const { session, kept } = await read(scope, sessionId);
      if (kept) {
        await sendKept(kept, sent, send, signal);
        return send("end", { logState: "kept" });
      }
      if (!session || session.logState === "lost") return send("end", { logState: "lost" });
      if (session.podName && !(whole && session.ended) && Date.now() >= notBefore) {
        const found = await followPod(client, session, sent, send, signal);
        if (found.sent > sent) pause = FIRST_PAUSE;
        ({ sent } = found);
        whole = found.end === "whole";
        // A container that is not there yet, or no longer, changes the row when it is.
        notBefore = found.end === "absent" ? 0 : Date.now() + pause;
        pause = Math.min(2 * pause, LONGEST_PAUSE);
      }
      const nothingToRead = !session.podName || (whole && session.ended);
      await changes.next(signal, nothingToRead ? undefined : Math.max(pause, notBefore - Date.now()));
    }
  } finally {
    changes.close();
  }
}

/** The session as it is now; the kept log only once there is one. */
function read(scope: Parameters<typeof withTenant>[0] & { projectId: string }, sessionId: string) {
  return withTenant(scope, async (tx) => {
    const session = await getSession(tx, scope.projectId, sessionId);
    return { session, kept: session?.logState === "kept" ? await getKeptLog(tx, sessionId) : null };
  });
}

async function sendKept(
  { text, skippedLines }: { text: string; skippedLines: number },
  sent: number,
  send: Send,
  signal: AbortSignal,
): Promise<void> {
  if (sent < skippedLines) await send("skipped", { from: sent + 1, to: skippedLines });
  let place = skippedLines;
  for (let start = 0; start < text.length && !signal.aborted; ) {
    const found = text.indexOf("\n", start);
    const end = found === -1 ? text.length : found;
    place += 1;
    if (place > sent) await sendLine(send, text.slice(start, end), place);
    start = end + 1;
  }
}

/**
 * Follows the pod's log from the `sent`-th line on. Answers how many lines have been sent, and how it ended: `whole` with the
 * container, `absent` without one, `away` because the cluster does not answer.
 */
async function followPod(
  client: KubeClient,
  session: SessionDetail,
  sent: number,
  send: Send,
  signal: AbortSignal,
): Promise<{ sent: number; end: "whole" | "absent" | "away" }> {
  let place = 0;
  let end: "whole" | "absent" | "away" = "whole";
  try {
    const { namespace, podName } = session;
    const pod = { namespace, pod: podName ?? "", container: RUNNER_CONTAINER };
    const lines = followLogs(client, { ...pod, signal });
    for await (const line of lines) {
      place += 1;
      if (place > sent) await sendLine(send, line.text, place, line.time);
    }
  } catch (error) {
    if (!(error instanceof KubeError)) throw error;
    end = error.transient ? "away" : "absent";
    if (error.transient) await send("note", { text: "clusterAway" });
  }
  return { sent: Math.max(place, sent), end };
}

const sendLine = (send: Send, text: string, place: number, time = ""): Promise<void> =>
  send("line", parseLine(text, time), String(place));
