"use server";

import { z } from "zod";
import { tenantAction, userAction } from "#lib/domain/access/action.ts";
import { acceptInvitationCommand } from "#lib/domain/invitations/commands.ts";
import {
  askToJoinCommand,
  joinByDomainCommand,
  withdrawJoinRequestCommand,
} from "#lib/domain/joining/commands.ts";
import { noteStep } from "#lib/domain/onboarding/mutations.ts";
import {
  createOrganizationCommand,
  requestOrganizationCommand,
  withdrawRequestCommand,
} from "#lib/domain/organizations/commands.ts";
import { done } from "#lib/domain/outcome.ts";

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
export const createOrganizationAction = userAction(createOrganizationCommand);

/** Step 2: asking for one, where the platform's staff decide. */
export const requestOrganizationAction = userAction(requestOrganizationCommand);
export const withdrawRequestAction = userAction(withdrawRequestCommand);

/** Step 2: into an organization that has invited this verified address. */
export const acceptInvitationAction = userAction(acceptInvitationCommand);

/** Step 2: into an organization that takes everybody of this verified domain, or asks to be asked. */
export const joinByDomainAction = userAction(joinByDomainCommand);
export const askToJoinAction = userAction(askToJoinCommand);
export const withdrawJoinRequestAction = userAction(withdrawJoinRequestCommand);

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
