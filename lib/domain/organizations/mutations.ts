import { live } from "#lib/domain/access/scope.ts";
import { changed } from "#lib/domain/audit/rules.ts";
import { tell } from "#lib/domain/emails/mutations.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { requestApply } from "#lib/domain/projects/mutations.ts";
import { mayUseTier, tierIds } from "#lib/domain/tiers/rules.ts";
import { isTaken } from "#lib/infra/db/errors.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import type { CreateOrganizationInput, UpdateOrganizationInput } from "./schema.ts";

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

/** Who is told what happens to their organization. */
const owners = { roles: ["owner"] };

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
  await tell(tx, organizationId, owners, "organizationSuspended", { reason });
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
  await tell(tx, organizationId, owners, "organizationResumed", {});
  return done();
}

/** Gives an organization another tier. Refused for one below what a project of it has: that one is lowered first. */
export async function setTier(
  tx: PlatformTx,
  { organizationId, tier }: { organizationId: string; tier: string },
): Promise<Outcome<{ before: string }>> {
  // A project that is made or raised meanwhile waits here, or was first.
  const [seen] = await tx.$queryRaw<{ tier: string; state: string }[]>`
    select tier, state from organizations where id = ${organizationId}::uuid for update`;
  if (!seen || seen.state === "deleted") return refused("organization_state");
  const above = tierIds.filter((id) => !mayUseTier(tier, id));
  const count = await tx.project.count({ where: { organizationId, deletedAt: null, tier: { in: above } } });
  if (count > 0) return refused("tier_below", { field: "tier", values: { count } });
  await tx.organization.update({ where: { id: organizationId }, data: { tier } });
  await requestApply(tx, organizationId, "all");
  return done({ before: seen.tier });
}

type Own = { organizationId: string };

/** Changes what an organization says of itself, unless somebody was faster. The cluster carries its name too. */
export async function updateOrganization(
  tx: TenantTx,
  { organizationId }: Own,
  { version, displayName, contactEmail, keyMaxDays, revokeLeakedKeys }: UpdateOrganizationInput,
): Promise<Outcome<{ version: number; detail: ReturnType<typeof changed> }>> {
  const seen = await tx.organization.findUniqueOrThrow({ where: { id: organizationId } });
  const wanted = {
    displayName: displayName ?? seen.displayName,
    contactEmail: contactEmail === undefined ? seen.contactEmail : contactEmail || null,
    keyMaxDays: keyMaxDays ?? seen.keyMaxDays,
    revokeLeakedKeys: revokeLeakedKeys ?? seen.revokeLeakedKeys,
  };
  const updated = await tx.organization.updateMany({
    where: { id: organizationId, version: version ?? seen.version },
    data: { ...wanted, version: { increment: 1 } },
  });
  if (updated.count === 0) return refused("version_differs");
  if (wanted.displayName !== seen.displayName) await requestApply(tx, organizationId, "all");
  return done({
    version: (version ?? seen.version) + 1,
    detail: changed(seen, wanted, ["displayName", "contactEmail", "keyMaxDays", "revokeLeakedKeys"]),
  });
}

/** Makes another member the owner in one's place; who was it stays as an admin. */
export async function transferOwnership(
  tx: TenantTx,
  { organizationId }: Own,
  from: string,
  to: string,
): Promise<Outcome<{ name: string; roleBefore: string }>> {
  if (from === to) return refused("owner_already");
  const theirs = { organizationId, projectId: null, mappingId: null };
  // In one order: of two owners who name each other at once the second waits for the first.
  await tx.$queryRaw`select id from memberships where organization_id = ${organizationId}::uuid and project_id is null
    and mapping_id is null and user_id = any(${[from, to]}::uuid[]) order by id for update`;
  const user = await tx.user.findUnique({ where: { id: to } });
  if (!user || user.suspendedAt) return refused("not_a_member", { field: "userId" });
  const before = await tx.membership.findFirst({ where: { ...theirs, userId: to, ...live() } });
  const raised = await tx.membership.updateMany({
    where: { ...theirs, userId: to, ...live() },
    data: { role: "owner", expiresAt: null },
  });
  if (!before || raised.count === 0) return refused("not_a_member", { field: "userId" });
  // Only an owner gives this away: of two who do it at once, and of one who lost it meanwhile, the second is refused here.
  const lowered = await tx.membership.updateMany({
    where: { ...theirs, userId: from, role: "owner" },
    data: { role: "admin" },
  });
  if (lowered.count === 0) return refused("forbidden");
  await requestApply(tx, organizationId, "all");
  const who = await tx.user.findUnique({ where: { id: from }, select: { displayName: true } });
  const given = { role: "owner", project: null, until: null, who: who?.displayName ?? null };
  await tell(tx, organizationId, [to], "roleGiven", given);
  return done({ name: user.displayName, roleBefore: before.role });
}
