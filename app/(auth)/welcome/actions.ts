"use server";

import { z } from "zod";
import { tenantAction, userAction } from "#lib/domain/access/action.ts";
import { listOpenInvitations } from "#lib/domain/members/data.ts";
import { acceptInvitation } from "#lib/domain/members/mutations.ts";
import { noteStep } from "#lib/domain/onboarding/mutations.ts";
import { createOrganization } from "#lib/domain/organizations/mutations.ts";
import { createOrganizationInput } from "#lib/domain/organizations/schema.ts";
import { done, refused } from "#lib/domain/outcome.ts";
import { newId } from "#lib/infra/db/id.ts";

/** Step 1: the person has seen who the provider says they are. */
export const confirmYouAction = userAction({
  name: "onboarding.confirm",
  input: z.object({}),
  run: ({ viewer, open }) =>
    open.own(async (tx) => {
      const began = { startedAt: viewer.signedInAt };
      await noteStep(tx, viewer.userId, { youAt: new Date(), leftAt: null }, began);
      return done();
    }),
});

/** Step 2: an organization of one's own. */
export const createOrganizationAction = userAction({
  name: "organizations.create",
  input: createOrganizationInput,
  run: ({ viewer, input, open }) => {
    const organizationId = newId();
    return open.tenant(organizationId, async (tx) => {
      const made = await createOrganization(tx, organizationId, viewer, input);
      if (made.ok) await noteStep(tx, viewer.userId, { organizationAt: new Date(), organizationId });
      return { ...made, audit: { target: { kind: "organization", id: organizationId, name: input.slug } } };
    });
  },
});

/** Step 2: into an organization that has invited this verified address. */
export const acceptInvitationAction = userAction({
  name: "invitations.accept",
  input: z.object({ invitationId: z.uuid() }),
  run: async ({ viewer, input, open }) => {
    const email = viewer.emailVerified ? viewer.email : null;
    const invitation = (await listOpenInvitations(email)).find((row) => row.id === input.invitationId);
    if (!invitation || !email) return refused("invitation_over");
    return open.tenant(invitation.organizationId, async (tx) => {
      const joined = await acceptInvitation(tx, { userId: viewer.userId, email }, invitation.id);
      if (joined.ok) {
        const { organizationId } = invitation;
        await noteStep(tx, viewer.userId, { organizationAt: new Date(), organizationId });
      }
      return { ...joined, audit: { target: { kind: "invitation", id: invitation.id, name: email } } };
    });
  },
});

/** Step 2: go on with an organization one already belongs to. */
export const chooseOrganizationAction = tenantAction({
  name: "onboarding.choose-organization",
  at: "organization",
  permission: "projects:create",
  input: z.object({}),
  run: async ({ tx, scope: { userId, organizationId } }) => {
    if (userId) await noteStep(tx, userId, { organizationAt: new Date(), organizationId });
    return done();
  },
});

/** Leaves the wizard for the console; what was done stays, and the wizard can be opened again. */
export const leaveWizardAction = userAction({
  name: "onboarding.leave",
  input: z.object({}),
  run: ({ viewer, open }) =>
    open.own(async (tx) => {
      await noteStep(tx, viewer.userId, { leftAt: new Date() });
      return done();
    }),
});
