import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { isTaken } from "#lib/infra/db/errors.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import type { CreateOrganizationInput } from "./schema.ts";

/** Makes the organization whose id the transaction is already bound to, with its first owner. */
export async function createOrganization(
  tx: TenantTx,
  organizationId: string,
  owner: { userId: string; email: string | null },
  input: CreateOrganizationInput,
): Promise<Outcome<{ slug: string }>> {
  try {
    await tx.organization.create({
      data: {
        id: organizationId,
        slug: input.slug,
        displayName: input.displayName,
        tier: "standard",
        contactEmail: owner.email,
        createdBy: owner.userId,
      },
    });
  } catch (error) {
    if (isTaken(error)) return refused("organization_taken", { field: "slug", values: { name: input.slug } });
    throw error;
  }
  await tx.membership.create({
    data: { organizationId, userId: owner.userId, role: "owner", createdBy: owner.userId },
  });
  return done({ slug: input.slug });
}
