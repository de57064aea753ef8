import { portico, recordAudit } from "#lib/domain/audit/mutations.ts";
import { expireMembership } from "#lib/domain/members/mutations.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";

/** Ends a membership whose date has come, unless it was given another one meanwhile. Idempotent. */
export async function expireMember(key: { organizationId: string; membershipId: string }): Promise<void> {
  const requestId = newRequestId();
  await withTenant({ organizationId: key.organizationId, requestId }, async (tx) => {
    const ended = await expireMembership(tx, key);
    if (!ended) return;
    await recordAudit(tx, {
      action: "members.expire",
      outcome: "allowed",
      actor: portico,
      organizationId: key.organizationId,
      projectId: ended.projectId,
      target: { kind: "user", id: ended.userId, name: ended.name },
      detail: { before: { role: ended.role } },
      requestId,
    });
  });
}
