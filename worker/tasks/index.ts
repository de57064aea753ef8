import { setTimeout as sleep } from "node:timers/promises";
import { tenantsFetching } from "#lib/domain/clusters/contract/brought.ts";
import { withholdReferences } from "#lib/domain/stores/mutations.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { workerEnv } from "#lib/infra/env/index.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import type { Leadership } from "#lib/infra/kube/lease.ts";
import type { KubeObject } from "#lib/infra/kube/objects.ts";
import type { Reflector } from "#lib/infra/kube/reflector.ts";
import type { Log } from "#lib/infra/log/index.ts";
import type { Cache } from "../control/cache.ts";
import { tellStoppedAgain } from "../observe/fetched.ts";
import { checkDomains } from "./check-domains.ts";
import { noticeKeys } from "./notice-keys.ts";
import { pruneRows } from "./prune-rows.ts";
import { pruneSessions } from "./prune-sessions.ts";
import { testCredentials } from "./test-credentials.ts";
import { warnOfExpiry } from "./warn-expiry.ts";

const FIRST_MS = 60_000;
const EVERY_MS = 600_000;

const objectsOf = <T extends KubeObject>({ store }: Reflector<T>): T[] => [...store.values()];

/** Cleans up, and tells and asks for what has come due, now and then while this process leads. Each task is idempotent, and one that fails is tried the next time. */
export async function runTasks(
  leadership: Leadership,
  { client, cache, log }: { client: KubeClient; cache: Cache; log: Log },
): Promise<void> {
  const tasks = {
    pruneRows: () => pruneRows(),
    noticeKeys: () => noticeKeys(),
    checkDomains: () => checkDomains(workerEnv().PORTICO_DNS_SERVERS),
    warnOfExpiry: () => warnOfExpiry(),
    tellStoppedAgain: () => withPlatform((tx) => tellStoppedAgain(tx)),
    testCredentials: () => testCredentials(),
    withholdReferences: () => {
      const fetching = tenantsFetching(objectsOf(cache.sources), objectsOf(cache.fetched));
      return withPlatform((tx) => withholdReferences(tx, workerEnv().PORTICO_EXTERNAL_STORES, fetching));
    },
    pruneSessions: () => pruneSessions(client, cache.sessions.store),
  };
  const { signal } = leadership;
  for (let wait = FIRST_MS; !signal.aborted; wait = EVERY_MS) {
    await sleep(wait * (0.8 + Math.random() * 0.4), undefined, { signal }).catch(() => {});
    for (const [task, run] of Object.entries(tasks)) {
      if (!leadership.isLeader()) break;
      try {
        const count = await run();
        if (count > 0) log.info({ task, count }, "task did something");
      } catch (error) {
        log.warn({ task, err: error }, "task failed, trying again later");
      }
    }
  }
}
