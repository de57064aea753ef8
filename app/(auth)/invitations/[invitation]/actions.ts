"use server";

import { userAction } from "#lib/domain/access/action.ts";
import { acceptInvitationCommand } from "#lib/domain/invitations/commands.ts";

export const acceptInvitationAction = userAction(acceptInvitationCommand);
