import type { OrganizationRole } from "#lib/domain/access/permissions.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { requestApply } from "#lib/domain/projects/mutations.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";

/** Roles of an organization from the least to the most: an invitation raises a role and never lowers it. */
const rising: OrganizationRole[] = ["billing", "member", "admin", "owner"];

/**
 * Uses an invitation for the person it was sent to. The guard is in the statement: of two that use it at once, one
 * finds it used.
 */
export async function acceptInvitation(
  tx: TenantTx,
  person: { userId: string; email: string },
  invitationId: string,
  now = new Date(),
): Promise<Outcome<{ slug: string }>> {
  const used = await tx.invitation.updateMany({
    where: {
      id: invitationId,
      acceptedAt: null,
      expiresAt: { gt: now },
      email: person.email.toLowerCase(),
      revokedAt: null,
    },
    data: { acceptedAt: now, acceptedBy: person.userId },
  });
  if (used.count === 0) return refused("invitation_over");
  const invitation = await tx.invitation.findUniqueOrThrow({
    where: { id: invitationId },
    include: { organization: true },
  });
  const { organizationId, role, invitedBy } = invitation;
  await tx.$executeRaw`insert into memberships (id, organization_id, user_id, role, created_by)
    values (gen_random_uuid(), ${organizationId}::uuid, ${person.userId}::uuid, ${role}, ${invitedBy}::uuid)
    on conflict (organization_id, project_id, user_id, mapping_id) do update set role = excluded.role
      where array_position(${rising}::text[], excluded.role) > array_position(${rising}::text[], memberships.role)`;
  // They act as admins of every project, in the cluster too.
  if (role === "owner" || role === "admin") await requestApply(tx, organizationId, "all");
  return done({ slug: invitation.organization.slug });
}
