"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import {
  inviteCommand,
  resendInvitationCommand,
  revokeInvitationCommand,
} from "#lib/domain/invitations/commands.ts";
import { decideJoinRequestCommand } from "#lib/domain/joining/commands.ts";
import {
  changeMemberCommand,
  leaveOrganizationCommand,
  removeMemberCommand,
} from "#lib/domain/members/commands.ts";

export const changeMemberAction = tenantAction(changeMemberCommand);
export const removeMemberAction = tenantAction(removeMemberCommand);
export const leaveOrganizationAction = tenantAction(leaveOrganizationCommand);
export const inviteAction = tenantAction(inviteCommand);
export const resendInvitationAction = tenantAction(resendInvitationCommand);
export const revokeInvitationAction = tenantAction(revokeInvitationCommand);
export const decideJoinRequestAction = tenantAction(decideJoinRequestCommand);
