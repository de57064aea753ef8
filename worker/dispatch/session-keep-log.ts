import { RUNNER_CONTAINER } from "#lib/domain/clusters/contract/agentic-session.ts";
import { hasEnded } from "#lib/domain/sessions/rules.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import { isNotFound, KubeError } from "#lib/infra/kube/errors.ts";
import { followLogs } from "#lib/infra/kube/logs.ts";
import type { DispatchDeps, SessionKey } from "./deps.ts";

/** Longest log that is kept, in bytes of UTF-8. Of a longer one the end is kept, where the result is. */
export const longestLog = 2 * 1024 * 1024;

/** How long a node that does not give a log out is asked again, before the log counts as lost. */
const PATIENCE_MS = 3_600_000;

/** Lines that each end with a line break, and how many there were before them. */
type Kept = { text: string; skippedLines: number };

/**
 * Copies the log of an ended session out of the cluster, before its pod goes. A session that never had a pod has an empty
 * log; one whose pod is gone has lost it. Idempotent.
 *
 * @throws KubeError when the API server or the node cannot be reached: try again
 */
export async function keepLog({ client, log }: DispatchDeps, key: SessionKey): Promise<void> {
  const { organizationId, sessionId } = key;
  const row = await withTenant(key, (tx) =>
    tx.agentSession.findUnique({
      where: { id: sessionId },
      select: {
        phase: true,
        logState: true,
        podName: true,
        completionTime: true,
        project: { select: { namespace: true } },
      },
    }),
  );
  if (row?.logState !== "live" || !hasEnded(row.phase)) return;
  const patient = Date.now() - (row.completionTime?.getTime() ?? 0) < PATIENCE_MS;
  const kept = row.podName ? await readLog(client, row.project.namespace, row.podName, patient) : emptyLog;
  await withTenant(key, async (tx) => {
    const first = await tx.agentSession.updateMany({
      where: { id: sessionId, logState: "live" },
      data: { logState: kept ? "kept" : "lost" },
    });
    if (first.count === 1 && kept)
      await tx.agentSessionLog.createMany({
        data: [{ sessionId, organizationId, ...kept }],
        skipDuplicates: true,
      });
  });
  if (!kept) log.info({ ...key, pod: row.podName }, "session's log is lost: its pod or node is gone");
}

const emptyLog: Kept = { text: "", skippedLines: 0 };

/** The log of a pod's runner as it stands; null when the pod, or its log, is gone. */
async function readLog(
  client: KubeClient,
  namespace: string,
  pod: string,
  patient: boolean,
): Promise<Kept | null> {
  let lines: string[] = [];
  let bytes = 0;
  let skippedLines = 0;
  const keepEnd = () => {
    const from = endThatFits(lines);
    skippedLines += from;
    lines = lines.slice(from);
    bytes = sizeOf(lines);
  };
  try {
    for await (const { text } of followLogs(client, {
      namespace,
      pod,
      container: RUNNER_CONTAINER,
      follow: false,
      // The job itself is tried again.
      tries: 2,
    })) {
      lines.push(text);
      bytes += sizeOf([text]);
      if (bytes > 2 * longestLog) keepEnd();
    }
  } catch (error) {
    if (isNotFound(error)) return null;
    // The container never began, so there is nothing to read.
    if (error instanceof KubeError && error.code === 400)
      return error.message.includes("waiting to start") ? emptyLog : null;
    // The API server answers, and the pod's node does not.
    if (!patient && error instanceof KubeError && error.code >= 500) return null;
    throw error;
  }
  if (bytes > longestLog) keepEnd();
  // PostgreSQL's text holds no NUL.
  return { text: lines.map((line) => `${line.replaceAll("\0", "")}\n`).join(""), skippedLines };
}

const sizeOf = (lines: string[]): number => lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);

/** The first of the last whole lines that fit into what is kept. */
function endThatFits(lines: string[]): number {
  let bytes = 0;
  let from = lines.length;
  while (from > 0) {
    bytes += sizeOf([lines[from - 1] ?? ""]);
    if (bytes > longestLog) break;
    from -= 1;
  }
  return from;
}
