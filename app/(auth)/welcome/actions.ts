"use server";

import { tenantAction, userAction } from "#lib/domain/access/action.ts";
import { acceptInvitationCommand } from "#lib/domain/invitations/commands.ts";
import {
  askToJoinCommand,
  joinByDomainCommand,
  withdrawJoinRequestCommand,
} from "#lib/domain/joining/commands.ts";
import {
  chooseOrganizationCommand,
  confirmYouCommand,
  leaveWizardCommand,
} from "#lib/domain/onboarding/commands.ts";
import {
  createOrganizationCommand,
  requestOrganizationCommand,
  withdrawRequestCommand,
} from "#lib/domain/organizations/commands.ts";

/** Step 1: the person has seen who the provider says they are. */
export const confirmYouAction = userAction(confirmYouCommand);

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
export const chooseOrganizationAction = tenantAction(chooseOrganizationCommand);

export const leaveWizardAction = userAction(leaveWizardCommand);
