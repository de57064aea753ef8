"use server";

import { platformAction, userAction } from "#lib/domain/access/action.ts";
import {
  createPlatformKeyCommand,
  revokeOwnKeyCommand,
  revokePlatformKeyCommand,
} from "#lib/domain/keys/commands.ts";

export const revokeOwnKeyAction = userAction(revokeOwnKeyCommand);
export const createPlatformKeyAction = platformAction(createPlatformKeyCommand);
export const revokePlatformKeyAction = platformAction(revokePlatformKeyCommand);
