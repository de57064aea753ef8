import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { requestApply } from "#lib/domain/projects/mutations.ts";
import { isTaken } from "#lib/infra/db/errors.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import type { CreateOrganizationInput } from "./schema.ts";

/** Makes an organization, whose id a tenant's transaction is bound to already, with its first owner. */
export async function createOrganization(
  tx: TenantTx | PlatformTx,
  organizationId: string,
  owner: { userId: string; email: string | null },
  { tier = "standard", ...input }: CreateOrganizationInput & { tier?: string },
): Promise<Outcome<{ slug: string }>> {
  try {
    await tx.organization.create({
      data: {
        id: organizationId,
        slug: input.slug,
        displayName: input.displayName,
        tier,
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

type Decision = { organizationId: string; by: string | null; reason: string };

/**
 * Takes an organization out of use, with everything in it kept: to its members and services it answers as if it did not
 * exist, and the cluster is asked to stop what runs.
 */
export async function suspendOrganization(
  tx: PlatformTx,
  { organizationId, by, reason }: Decision,
): Promise<Outcome> {
  const changed = await tx.organization.updateMany({
    where: { id: organizationId, state: "active" },
    data: { state: "suspended", stateReason: reason, stateAt: new Date(), stateBy: by },
  });
  if (changed.count === 0) return refused("organization_state");
  await requestApply(tx, organizationId, "all");
  return done();
}

/** Gives a suspended organization back to its members as it was. */
export async function resumeOrganization(
  tx: PlatformTx,
  { organizationId, by }: Omit<Decision, "reason">,
): Promise<Outcome> {
  const changed = await tx.organization.updateMany({
    where: { id: organizationId, state: "suspended" },
    data: { state: "active", stateReason: null, stateAt: new Date(), stateBy: by },
  });
  if (changed.count === 0) return refused("organization_state");
  await requestApply(tx, organizationId, "all");
  return done();
}
