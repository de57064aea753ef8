import type { TenantScope } from "#lib/domain/access/scope.ts";
import { type AuditRow, listAudit } from "#lib/domain/audit/data.ts";
import { auditFilterFrom } from "#lib/domain/audit/schema.ts";
import { getKey, longestLife } from "#lib/domain/keys/data.ts";
import { listSecrets, tierFor } from "#lib/domain/keys/list.ts";
import { visibleKeys } from "#lib/domain/keys/standing.ts";
import { listKeyCalls, readKeyUsage, readMonthUse } from "#lib/domain/usage/data.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";

const mostAudit = 20;

/** Rows that a filter of the log finds. */
type Logged = { q: string } | { who: string };
const loggedAt = async (
  tx: TenantTx | PlatformTx,
  at: Parameters<typeof listAudit>[1],
  filter: Logged,
): Promise<AuditRow[]> => (await listAudit(tx, at, auditFilterFrom(filter), mostAudit)).rows;

/**
 * Everything that the page of a key shows; null for a key that the viewer does not see. `audit`, what was done to it, is null for
 * who may not read the log. `acts`, what was done with it, whose key it is reads too: it was in their name.
 */
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
  const logged = (filter: Logged) => loggedAt(tx, at, filter);
  const own = key.user !== null && key.user.id === scope.userId && !scope.caller.viewing;
  return {
    key,
    tier: await tierFor(tx, organizationId, key),
    secrets: await listSecrets(tx, organizationId, id),
    used: (await readKeyUsage(tx, organizationId, [id])).get(id) ?? null,
    month: (await readMonthUse(tx, organizationId, [id])).get(id) ?? null,
    most: await longestLife(tx, organizationId),
    calls: await listKeyCalls(tx, organizationId, id),
    audit: mayAudit ? await logged({ q: id }) : null,
    acts: mayAudit || own ? await logged({ who: id }) : null,
  };
}

/** The same of somebody's own key of the platform, which calls no models; null for none that is theirs. */
export async function readPlatformKeyPage(
  tx: PlatformTx,
  userId: string,
  id: string,
): Promise<KeyPageData | null> {
  const key = await getKey(tx, null, id, { userId });
  if (!key) return null;
  return {
    key,
    tier: null,
    secrets: await listSecrets(tx, null, id),
    used: null,
    month: null,
    most: await longestLife(tx, null),
    calls: [],
    audit: await loggedAt(tx, null, { q: id }),
    acts: await loggedAt(tx, null, { who: id }),
  };
}

export type KeyPageData = NonNullable<Awaited<ReturnType<typeof readKeyPage>>>;
