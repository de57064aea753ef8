import { tenantCommand, userCommand } from "#lib/domain/access/command.ts";
import { refuseMails } from "#lib/domain/access/limits.ts";
import { noteStep } from "#lib/domain/onboarding/mutations.ts";
import { refused } from "#lib/domain/outcome.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { listOpenInvitations, offersOwnership } from "./data.ts";
import { acceptInvitation, invite, resendInvitation, revokeInvitation } from "./mutations.ts";
import { acceptInput, invitationInput, inviteInput } from "./schema.ts";

/** Invites addresses, each with a role, all or none. */
export const inviteCommand = tenantCommand({
  name: "invitations.create",
  at: "organization",
  permission: "invitations:manage",
  stepUp: ({ input }) => input.invitations.some(({ role }) => role === "owner"),
  input: inviteInput,
  run: async ({ tx, scope, input }) =>
    (await refuseMails(tx, scope, input.invitations.length)) ?? invite(tx, scope, input),
});

/** Sends an invitation anew; the link that was sent before opens no more. */
export const resendInvitationCommand = tenantCommand({
  name: "invitations.resend",
  at: "organization",
  permission: "invitations:manage",
  stepUp: ({ scope, input }) => withTenant(scope, (tx) => offersOwnership(tx, scope, input.invitationId)),
  input: invitationInput,
  run: async ({ tx, scope, input }) =>
    (await refuseMails(tx, scope, 1)) ?? resendInvitation(tx, scope, input.invitationId),
});

/** Takes an invitation back. */
export const revokeInvitationCommand = tenantCommand({
  name: "invitations.revoke",
  at: "organization",
  permission: "invitations:manage",
  input: invitationInput,
  run: ({ tx, scope, input }) => revokeInvitation(tx, scope, input.invitationId),
});

/** Into an organization that has invited this verified address. */
export const acceptInvitationCommand = userCommand({
  name: "invitations.accept",
  input: acceptInput,
  run: async ({ caller, viewer, input: { invitationId, nonce }, open }) => {
    const email = viewer.emailVerified ? viewer.email : null;
    const invitation = (await listOpenInvitations(email)).find((row) => row.id === invitationId);
    if (!invitation || !email) return refused("invitation_over");
    const { userId } = viewer;
    return open.tenant(invitation.organizationId, async (tx) => {
      const joined = await acceptInvitation(tx, { userId, email, nonce }, invitationId);
      // Who comes by a link goes where it leads; from the wizard, it goes on; the API opens none.
      if (joined.ok && nonce === undefined && caller.via === "screen")
        await noteStep(tx, userId, {
          organizationAt: new Date(),
          organizationId: joined.value.organizationId,
        });
      return joined;
    });
  },
});
