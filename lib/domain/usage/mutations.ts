import { z } from "zod";
import { recordAll } from "#lib/domain/audit/mutations.ts";
import { type PlatformTx, withPlatform } from "#lib/infra/db/transaction.ts";
import { litellmPayload, type UsageEvent, type UsageTaken, uncounted, type usageReport } from "./schema.ts";

const named = z.object({ id: z.string().max(200) });

/** The calls of a report, in our shape or LiteLLM's, and which of LiteLLM's cannot be read. */
export function eventsOf(report: z.infer<typeof usageReport>): {
  events: UsageEvent[];
  unreadable: UsageTaken["refused"];
} {
  const events: UsageEvent[] = [];
  const unreadable: UsageTaken["refused"] = [];
  if (!Array.isArray(report)) return { events: report.events, unreadable };
  for (const payload of report) {
    const parsed = litellmPayload.safeParse(payload);
    if (parsed.success) events.push(parsed.data);
    else unreadable.push({ id: named.safeParse(payload).data?.id ?? "", reason: "unreadable" });
  }
  return { events, unreadable };
}

/**
 * Counts what a gateway reports, each call once however often it comes, in one transaction: the call, the sums of its day and month, and
 * what was set aside for it goes back to its key. A call of a key that does not exist, that the gateway never asked about, or of
 * another project than the key's, counts nowhere. What a gateway set nothing aside for is in the log of the key's organization, once a
 * key and day.
 */
export async function recordUsage(
  audience: string,
  events: readonly UsageEvent[],
  requestId: string,
): Promise<UsageTaken> {
  const rows = await withPlatform(async (tx) => {
    const told = await tx.$queryRaw<{ call: string; outcome: string }[]>`
      select call, outcome from portico_usage(${audience}, ${JSON.stringify(events.map(columnsOf))}::jsonb)`;
    const unreserved = told.filter(({ outcome }) => outcome === "unreserved").map(({ call }) => call);
    await noteUnreserved(tx, audience, unreserved, requestId);
    return told;
  });
  const refused = rows.flatMap(({ call: id, outcome }) => {
    const reason = uncounted.find((one) => one === outcome);
    return reason ? [{ id, reason }] : [];
  });
  const count = (...outcomes: string[]) => rows.filter(({ outcome }) => outcomes.includes(outcome)).length;
  return { counted: count("counted", "unreserved"), duplicates: count("duplicate"), refused };
}

const columnsOf = ({ id, call, startedAt, endedAt, ...event }: UsageEvent) => ({
  ...event,
  call: id,
  gatewayCall: call,
  started: startedAt,
  ended: endedAt,
});

/**
 * Writes into the logs of their keys' organizations that a gateway reported these calls (by its own ids of them) without having
 * set anything aside: by a gateway that names bounds that is a late report, or somebody who has its secret.
 * The last write of a transaction.
 */
async function noteUnreserved(
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
