import { invitationState } from "#lib/domain/invitations/rules.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { composeInvitation, type Message } from "./rules.ts";

/**
 * A message as it goes out now: to whom, and its text. Null when there is nothing to send any more: it was sent, or what it
 * tells was answered, taken back or sent anew since.
 */
export async function readEmail(tx: TenantTx, emailId: string): Promise<(Message & { to: string }) | null> {
  const email = await tx.email.findUnique({ where: { id: emailId } });
  if (!email || !["queued", "failed"].includes(email.state) || !email.subjectId) return null;
  const newest = await tx.email.findFirst({
    where: { organizationId: email.organizationId, subjectId: email.subjectId },
    orderBy: { id: "desc" },
    select: { id: true },
  });
  const invitation = await tx.invitation.findUnique({
    where: { id: email.subjectId },
    include: { organization: { select: { displayName: true } }, project: { select: { displayName: true } } },
  });
  if (newest?.id !== emailId || !invitation || invitationState(invitation) !== "open") return null;
  const by = invitation.invitedBy
    ? await tx.user.findUnique({ where: { id: invitation.invitedBy }, select: { displayName: true } })
    : null;
  const { origin } = email.params as { origin: string };
  return {
    to: email.recipient,
    ...composeInvitation({
      origin,
      id: invitation.id,
      nonce: invitation.nonce,
      organization: invitation.organization.displayName,
      role: invitation.role,
      project: invitation.project?.displayName ?? null,
      projectRole: invitation.projectRole,
      by: by?.displayName ?? null,
      message: invitation.message,
      expiresAt: invitation.expiresAt,
    }),
  };
}
