import { recordAudit } from "#lib/domain/audit/mutations.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import { actorOf } from "./caller.ts";
import type { AccessQuery } from "./schema.ts";
import type { TenantScope } from "./scope.ts";

/** Notes that somebody looked at who can do what. The last write of the transaction. */
export async function noteLook(
  tx: TenantTx,
  scope: TenantScope & { projectId?: string },
  { by, permission, person, resource }: AccessQuery,
): Promise<void> {
  const asked = { permission, person, resource }[by];
  await recordAudit(tx, {
    action: "access.look",
    outcome: "allowed",
    actor: actorOf(scope.caller),
    requestId: newRequestId(),
    organizationId: scope.organizationId,
    projectId: scope.projectId ?? null,
    detail: { by, ...(asked ? { asked } : {}) },
  });
}
