import { platformChain } from "#lib/domain/audit/chain.ts";
import { portico, recordAudit } from "#lib/domain/audit/mutations.ts";
import { getSettings } from "#lib/domain/settings/data.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";

const DAY_MS = 24 * 3_600_000;

/**
 * Removes the sealed beginning of each chain that is older than the platform keeps it, and answers how many rows went. That
 * they did is itself a row of their chain. Idempotent.
 */
export async function retain(now = Date.now()): Promise<number> {
  const { auditDays } = await withPlatform((tx) => getSettings(tx));
  const before = new Date(now - auditDays * DAY_MS);
  const old = await withPlatform(
    (tx) => tx.$queryRaw<{ chain: string }[]>`
      select s.chain_id::text as chain from audit_seals s join audit_chains c using (chain_id)
      where s.sealed_at < ${before} group by s.chain_id, c.base_seq having max(s.seq) > c.base_seq`,
  );
  let rows = 0;
  for (const { chain } of old)
    rows += await withPlatform(async (tx) => {
      const [gone] = await tx.$queryRaw<{ rows: number }[]>`
        select portico_audit_expire(${chain}::uuid, ${before}::timestamptz)::int as rows`;
      const count = gone?.rows ?? 0;
      if (count > 0)
        await recordAudit(tx, {
          action: "audit.expire",
          outcome: "allowed",
          actor: portico,
          requestId: newRequestId(),
          organizationId: chain === platformChain ? null : chain,
          detail: { rows: count, before: before.toISOString() },
        });
      return count;
    });
  return rows;
}
