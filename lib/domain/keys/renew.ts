import { endOf, type Holder } from "#lib/domain/access/permissions.ts";
import type { TenantScope } from "#lib/domain/access/scope.ts";
import { outlasts } from "#lib/domain/members/rules.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { mostDays } from "./mutations.ts";
import { daysFrom } from "./rules.ts";
import type { KeptKey } from "./standing.ts";

/**
 * When a key ends that is rotated: as before, or so many days from now, as far as a new key of the same person might. A key
 * gives none more time, and one that was made with a key ends with that (`key_renew`).
 */
export async function renewedEnd(
  tx: TenantTx,
  key: KeptKey,
  holder: Holder,
  { caller }: TenantScope,
  days: number | null,
): Promise<Outcome<Date>> {
  if (days === null) return done(key.expiresAt);
  const field = "expiresInDays";
  if (caller.keyId || key.parentId) return refused("key_renew", { field });
  const most = await mostDays(tx, key.organizationId);
  if (days > most) return refused("key_days_most", { field, values: { most } });
  const expiresAt = daysFrom(new Date(), days);
  const end = key.userId ? null : endOf(holder, key.kind === "project" ? "project" : "organization");
  return end && expiresAt > end ? outlasts(end, field) : done(expiresAt);
}
