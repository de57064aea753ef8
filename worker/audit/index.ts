import { setTimeout as sleep } from "node:timers/promises";
import type { SealKey } from "#lib/domain/audit/chain.ts";
import type { Leadership } from "#lib/infra/kube/lease.ts";
import type { Log } from "#lib/infra/log/index.ts";
import { retain } from "./retain.ts";
import { sealChains, sealedSince } from "./seal.ts";

const SEAL_MS = 2_000;
const HOUR_MS = 3_600_000;
const SLACK_MS = 60_000;

/**
 * Keeps the audit log while this process leads: seals what is new every two seconds; every hour says in the process's own log
 * how far each chain that moved is sealed, and lets go what is older than it has to be kept.
 */
export async function runAudit(
  { signal, isLeader }: Leadership,
  { keys, log }: { keys: readonly SealKey[]; log: Log },
): Promise<void> {
  const broken = new Set<string>();
  const guard = async (task: string, work: () => Promise<void>) => {
    if (!isLeader()) return;
    try {
      await work();
    } catch (error) {
      log.warn({ task, err: error }, "audit task failed, trying again later");
    }
  };
  let since = new Date(Date.now() - HOUR_MS);
  let hourlyAt = Date.now();
  while (!signal.aborted) {
    await guard("seal", async () => {
      for (const { chain, seq } of (await sealChains(keys, broken)).broken) {
        broken.add(chain);
        log.error(
          { event: "audit.broken", chain, seq: String(seq) },
          "the audit log is not as it was written; it gets no further seal (portico audit verify says more)",
        );
      }
    });
    if (Date.now() >= hourlyAt) {
      hourlyAt = Date.now() + HOUR_MS;
      // Whoever mended a chain need not start the worker again.
      broken.clear();
      await guard("checkpoint", async () => {
        const now = new Date();
        for (const line of await sealedSince(since)) log.info(line, "the audit log is sealed up to here");
        // The database has a clock of its own; a line that is said twice does no harm.
        since = new Date(+now - SLACK_MS);
      });
      await guard("retain", async () => {
        const rows = await retain();
        if (rows > 0) log.info({ rows }, "old audit rows went");
      });
    }
    await sleep(SEAL_MS, undefined, { signal }).catch(() => {});
  }
}
