import { recordAll } from "#lib/domain/audit/mutations.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";

/**
 * Writes into the logs of their keys' organizations that a gateway reported these calls (by its own ids of them) without having
 * set anything aside: by a gateway that names bounds that is a late report, or somebody who has its secret.
 * The last write of a transaction.
 */
export async function noteUnreserved(
  tx: PlatformTx,
  audience: string,
  calls: readonly string[],
  requestId: string,
): Promise<void> {
  if (calls.length === 0) return;
  const events = await tx.usageEvent.findMany({
    where: { audience, call: { in: [...calls] } },
    include: { key: { select: { name: true, kind: true } } },
  });
  await recordAll(
    tx,
    events.map(({ organizationId, projectId, keyId, key, call, model, cost }) => ({
      action: "keys.report-unreserved",
      outcome: "allowed",
      actor: { kind: "system", userId: null, name: `gateway ${audience}`, via: "api" },
      requestId,
      organizationId,
      projectId,
      target: { kind: "key", id: keyId, name: key.name },
      detail: { kind: key.kind, audience, call, model, cost: Number(cost) },
    })),
  );
}
