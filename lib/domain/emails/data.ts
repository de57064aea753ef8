import { invitationState } from "#lib/domain/invitations/rules.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import { composeInvitation, composeNotice, type Message, type Notice, type Notices } from "./rules.ts";

/**
 * A message as it goes out now: to whom, and its text. Null when there is nothing to send any more: it was sent, or what it
 * tells was answered, taken back, changed or sent anew since.
 * @param portal the portal's own address, before what the links of the text lead to
 */
export async function readEmail(
  tx: TenantTx | PlatformTx,
  emailId: string,
  portal: string,
): Promise<(Message & { to: string }) | null> {
  const email = await tx.email.findUnique({
    where: { id: emailId },
    include: { organization: { select: { slug: true, displayName: true } } },
  });
  if (!email || !["queued", "failed"].includes(email.state)) return null;
  const { subjectId, template, organization, organizationId } = email;
  if (subjectId) {
    const newest = await tx.email.findFirst({
      where: { organizationId, subjectId, template },
      orderBy: { id: "desc" },
      select: { id: true },
    });
    if (newest?.id !== emailId) return null;
  }
  const text =
    template === "invitation"
      ? await invitationText(tx, subjectId ?? "", portal)
      : template === "roleEnding" &&
          !(await stillEnds(tx, subjectId ?? "", email.params as Notices["roleEnding"]))
        ? null
        : composeNotice(template as Notice, email.params as Notices[Notice], organization, portal);
  return text && { to: email.recipient, ...text };
}

/** Whether a role still ends when it was said to. */
async function stillEnds(
  tx: TenantTx | PlatformTx,
  membershipId: string,
  { role, until }: Notices["roleEnding"],
) {
  const held = await tx.membership.findUnique({ where: { id: membershipId } });
  return held?.role === role && held.expiresAt?.toISOString() === until;
}

async function invitationText(
  tx: TenantTx | PlatformTx,
  id: string,
  portal: string,
): Promise<Message | null> {
  const invitation = await tx.invitation.findUnique({
    where: { id },
    include: { organization: { select: { displayName: true } }, project: { select: { displayName: true } } },
  });
  if (!invitation || invitationState(invitation) !== "open") return null;
  const by = invitation.invitedBy
    ? await tx.user.findUnique({ where: { id: invitation.invitedBy }, select: { displayName: true } })
    : null;
  return composeInvitation(
    {
      id: invitation.id,
      nonce: invitation.nonce,
      organization: invitation.organization.displayName,
      role: invitation.role,
      project: invitation.project?.displayName ?? null,
      projectRole: invitation.projectRole,
      by: by?.displayName ?? null,
      message: invitation.message,
      expiresAt: invitation.expiresAt,
    },
    portal,
  );
}
