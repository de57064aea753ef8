import type { TenantScope } from "#lib/domain/access/scope.ts";
import { type AuditRow, listAudit } from "#lib/domain/audit/data.ts";
import { auditFilterFrom } from "#lib/domain/audit/schema.ts";
import { getKey, keyPolicy } from "#lib/domain/keys/data.ts";
import { listSecrets, tierFor } from "#lib/domain/keys/list.ts";
import { visibleKeys } from "#lib/domain/keys/standing.ts";
import { readKeyUsage, readMonthUse } from "#lib/domain/usage/data.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";

const mostAudit = 20;

/** Everything that the page of a key shows; null for a key that the viewer does not see. `audit` is null for who may not read the log. */
export async function readKeyPage(
  tx: TenantTx,
  scope: TenantScope & { projectId?: string },
  id: string,
  mayAudit: boolean,
) {
  const { organizationId, projectId } = scope;
  const whose = visibleKeys(scope);
  if (!whose) return null;
  const key = await getKey(tx, organizationId, id, { AND: [whose, projectId ? { projectId } : {}] });
  if (!key) return null;
  const at = projectId ? { organizationId, projectId } : { organizationId };
  const audit: AuditRow[] | null = mayAudit
    ? (await listAudit(tx, at, auditFilterFrom({ q: id }), mostAudit)).rows
    : null;
  return {
    key,
    tier: await tierFor(tx, organizationId, key),
    secrets: await listSecrets(tx, organizationId, id),
    used: (await readKeyUsage(tx, organizationId, [id])).get(id) ?? null,
    month: (await readMonthUse(tx, organizationId, [id])).get(id) ?? null,
    most: (await keyPolicy(tx, organizationId)).most,
    audit,
  };
}
export type KeyPageData = NonNullable<Awaited<ReturnType<typeof readKeyPage>>>;
