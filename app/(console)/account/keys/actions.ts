"use server";

import { platformAction, tenantAction, userAction } from "#lib/domain/access/action.ts";
import {
  createKeyCommand,
  createPlatformKeyCommand,
  revokeOwnKeyCommand,
  revokePlatformKeyCommand,
} from "#lib/domain/keys/commands.ts";

export const createKeyAction = tenantAction(createKeyCommand);
export const revokeOwnKeyAction = userAction(revokeOwnKeyCommand);
export const createPlatformKeyAction = platformAction(createPlatformKeyCommand);
export const revokePlatformKeyAction = platformAction(revokePlatformKeyCommand);
