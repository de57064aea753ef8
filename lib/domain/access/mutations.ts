import { recordAudit } from "#lib/domain/audit/mutations.ts";
import { type TenantTx, withTenant } from "#lib/infra/db/transaction.ts";
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
  // Who looks through another's eyes writes nothing here; that they opened the page is noted already.
  if (scope.readOnly) return;
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

/** Notes that somebody opened a page through another's eyes, in a transaction of its own: the page's own cannot write. */
export async function noteViewing({ organizationId, caller }: TenantScope, path: string): Promise<void> {
  await withTenant({ organizationId, userId: caller.userId }, (tx) =>
    recordAudit(tx, {
      action: "view-as.read",
      outcome: "allowed",
      actor: actorOf(caller),
      requestId: newRequestId(),
      organizationId,
      target: { kind: "page", name: path.slice(0, 300) },
    }),
  );
}
