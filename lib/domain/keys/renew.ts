import { endOf, type Holder } from "#lib/domain/access/permissions.ts";
import { outlasts } from "#lib/domain/members/rules.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import { endAsked } from "./mutations.ts";
import type { KeptKey, KeyPlace } from "./standing.ts";

/**
 * When a key ends that is rotated: as before, or at another moment, as far as a new key of the same person might. Nor
 * does its new secret last longer than a new key of theirs (`role_outlasts`). A key gives none more time, and one that was made with a
 * key ends with that (`key_renew`).
 */
export async function renewedEnd(
  tx: TenantTx | PlatformTx,
  key: KeptKey,
  holder: Holder,
  { caller }: Pick<KeyPlace, "caller">,
  expiresAt: string | null,
): Promise<Outcome<Date>> {
  const field = "expiresAt";
  const end = key.userId ? null : endOf(holder, key.kind === "project" ? "project" : "organization");
  if (end && key.scopes.includes("members:write")) return outlasts(end, field);
  if (expiresAt === null) return end && key.expiresAt > end ? outlasts(end, field) : done(key.expiresAt);
  if (caller.keyId || key.parentId) return refused("key_renew", { field });
  const asked = await endAsked(tx, key.organizationId, expiresAt);
  return asked.ok && end && asked.value > end ? outlasts(end, field) : asked;
}
