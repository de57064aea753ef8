import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";

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
      email: { equals: person.email, mode: "insensitive" },
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
    on conflict do nothing`;
  return done({ slug: invitation.organization.slug });
}
