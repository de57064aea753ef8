import {
  type AgenticSession,
  agenticSessionResource,
} from "#lib/domain/clusters/contract/agentic-session.ts";
import { hasEnded } from "#lib/domain/sessions/rules.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import type { Store } from "#lib/infra/kube/store.ts";

const KEPT_MS = 24 * 3600 * 1000;
const AT_ONCE = 500;

/**
 * Deletes resources of sessions that ended a day ago and of which nothing more is to be copied: they count in the project's
 * quota, and their rows stay. Sessions the portal knows nothing of are left alone. Answers how many it deleted.
 */
export async function pruneSessions(
  client: KubeClient,
  sessions: Store<AgenticSession>,
  now = Date.now(),
): Promise<number> {
  const old = [...sessions.values()].filter(({ metadata, status }) => {
    const endedAt = Date.parse(status?.completionTime ?? "");
    return !metadata.deletionTimestamp && hasEnded(status?.phase ?? "") && endedAt < now - KEPT_MS;
  });
  let deleted = 0;
  for (let from = 0; from < old.length; from += AT_ONCE) {
    const some = old.slice(from, from + AT_ONCE);
    const copied = await withPlatform((tx) =>
      tx.agentSession.findMany({
        where: {
          resourceUid: { in: some.map((session) => session.metadata.uid) },
          logState: { not: "live" },
        },
        select: { resourceUid: true },
      }),
    );
    const uids = new Set(copied.map((row) => row.resourceUid));
    for (const { metadata } of some) {
      const { name, namespace, uid } = metadata;
      if (uids.has(uid) && (await client.delete(agenticSessionResource, { name, namespace }, { uid })))
        deleted += 1;
    }
  }
  return deleted;
}
