import type { TenantScope } from "#lib/domain/access/scope.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";

/** The name of the project that the calls of the caller's key count for; null for who came without a key, or with one for none. */
export async function projectOfKey(
  tx: TenantTx,
  { caller, organizationId }: TenantScope,
): Promise<string | null> {
  if (!caller.keyId) return null;
  const key = await tx.key.findFirst({
    where: { id: caller.keyId, organizationId },
    select: { project: { select: { slug: true } } },
  });
  return key?.project?.slug ?? null;
}
