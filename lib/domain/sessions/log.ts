import { setTimeout as sleep } from "node:timers/promises";
import type { TenantScope } from "#lib/domain/access/scope.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import type { Send } from "#lib/infra/http/event-stream.ts";
import { KubeError } from "#lib/infra/kube/errors.ts";
import { followLogs } from "#lib/infra/kube/logs.ts";
import { kube } from "#lib/infra/kube/process.ts";
import { getKeptLog, getSession, type SessionDetail } from "./data.ts";

/** A line as the runner writes it; a line that is not its JSON is shown as it is. */
export function parseLine(
  text: string,
  time: string,
): { time: string; type: string } & Record<string, unknown> {
  try {
    const line = JSON.parse(text) as Record<string, unknown>;
    if (typeof line === "object" && line !== null && typeof line.type === "string")
      return { ...line, type: line.type, time: typeof line.time === "string" ? line.time : time };
  } catch {
    // Not the runner's: a crash of the runtime itself, for example.
  }
  return { time, type: "log", text };
}

type World = { session: SessionDetail; kept: { text: string; truncated: boolean } | null };

/**
 * Sends a session's lines after the `after`-th. A session that has not started is waited for; a live one is followed; one
 * that has ended is read from its pod, and once the worker has kept the log, from the database.
 */
export async function followSessionLog(
  scope: TenantScope & { projectId: string },
  world: World,
  after: number,
  send: Send,
  signal: AbortSignal,
): Promise<void> {
  let { session, kept } = world;
  let sent = after;
  while (!signal.aborted) {
    if (kept) {
      const lines = kept.text.replace(/\n$/, "").split("\n");
      for (let i = sent; i < lines.length; i++) sendLine(send, lines[i] ?? "", i + 1);
      if (kept.truncated) send("note", { text: "truncated" });
      return send("end", { logState: "kept" });
    }
    if (session.logState === "lost") return send("end", { logState: "lost" });
    if (session.podName) sent = await followPod(session, sent, send, signal);
    if (signal.aborted) return;
    await sleep(300, undefined, { signal }).catch(() => {});
    const now = await withTenant(scope, async (tx) => ({
      session: await getSession(tx, scope.projectId, session.id),
      kept: await getKeptLog(tx, session.id),
    }));
    if (!now.session) return send("end", { logState: "lost" });
    ({ kept } = now);
    session = now.session;
  }
}

/** Follows the pod's log from the `sent`-th line on; answers how many lines have been sent when it ends. */
async function followPod(
  session: SessionDetail,
  sent: number,
  send: Send,
  signal: AbortSignal,
): Promise<number> {
  let place = 0;
  try {
    const lines = followLogs(kube(), { namespace: session.namespace, pod: session.podName ?? "", signal });
    for await (const line of lines) {
      place += 1;
      if (place > sent) sendLine(send, line.text, place, line.time);
    }
  } catch (error) {
    // Not started yet, already gone, or the API server is away: the caller looks again.
    if (!(error instanceof KubeError)) throw error;
    if (error.transient) send("note", { text: "clusterAway" });
    await sleep(700, undefined, { signal }).catch(() => {});
  }
  return Math.max(place, sent);
}

function sendLine(send: Send, text: string, place: number, time = ""): void {
  send("line", parseLine(text, time), String(place));
}
