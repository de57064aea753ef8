"use server";

import { userAction } from "#lib/domain/access/action.ts";
import { endViewingCommand } from "#lib/domain/viewing/commands.ts";

export const endViewingAction = userAction(endViewingCommand);
