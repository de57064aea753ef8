import { invitationState } from "#lib/domain/invitations/rules.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import {
  composeInvitation,
  composeNotice,
  type Message,
  type Notice,
  type Notices,
  reachable,
} from "./rules.ts";

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
  if (template === "invitation") {
    const text = await invitationText(tx, subjectId ?? "", portal);
    return text && { to: email.recipient, ...text };
  }
  const to =
    template === "roleEnding"
      ? await whoseEnds(tx, subjectId ?? "", email.params as Notices["roleEnding"])
      : email.recipient;
  return to
    ? { to, ...composeNotice(template as Notice, email.params as Notices[Notice], organization, portal) }
    : null;
}

/** The address of whom to tell that their role ends, as it is by now; null if it does not end then, or they are not written to. */
async function whoseEnds(
  tx: TenantTx | PlatformTx,
  membershipId: string,
  { role, until }: Notices["roleEnding"],
): Promise<string | null> {
  const held = await tx.membership.findUnique({
    where: { id: membershipId, user: reachable },
    select: { role: true, expiresAt: true, user: { select: { email: true } } },
  });
  return held?.role === role && held.expiresAt?.toISOString() === until ? held.user.email : null;
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
