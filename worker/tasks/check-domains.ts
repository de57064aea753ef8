import { portico, recordAudit } from "#lib/domain/audit/mutations.ts";
import { noteCheck } from "#lib/domain/domains/mutations.ts";
import { recordOf } from "#lib/domain/domains/rules.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { lookUpTexts } from "#lib/infra/dns.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";

const day = 24 * 3600 * 1000;

/**
 * Looks once a day whether verified domains still carry their record; answers how many stopped counting. A resolver that
 * does not answer says nothing of a domain.
 */
export async function checkDomains(servers: readonly string[], now = Date.now()): Promise<number> {
  const due = await withPlatform((tx) =>
    tx.domain.findMany({
      where: { verifiedAt: { not: null }, checkedAt: { lt: new Date(now - day) } },
      orderBy: { checkedAt: "asc" },
      take: 200,
    }),
  );
  let lapses = 0;
  for (const { id, organizationId, domain, challenge } of due) {
    const record = recordOf({ domain, challenge });
    const answer = await lookUpTexts(record.name, servers);
    if (!answer.ok && answer.cause === "unreachable") continue;
    const seen = answer.ok && answer.texts.includes(record.text);
    await withTenant({ organizationId }, async (tx) => {
      const lapsed = await noteCheck(tx, id, seen, new Date(now));
      if (!lapsed) return;
      lapses += 1;
      await recordAudit(tx, {
        action: "domains.lapse",
        outcome: "allowed",
        actor: portico,
        requestId: newRequestId(),
        organizationId,
        target: { kind: "domain", id, name: domain },
        detail: lapsed,
      });
    });
  }
  return lapses;
}
