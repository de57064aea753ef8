"use server";

import { platformAction, userAction } from "#lib/domain/access/action.ts";
import {
  createPlatformKeyCommand,
  disablePlatformKeyCommand,
  enablePlatformKeyCommand,
  endPlatformKeyOverlapCommand,
  revokeOwnKeyCommand,
  revokePlatformKeyCommand,
  rotatePlatformKeyCommand,
  updatePlatformKeyCommand,
} from "#lib/domain/keys/commands.ts";

export const revokeOwnKeyAction = userAction(revokeOwnKeyCommand);
export const createPlatformKeyAction = platformAction(createPlatformKeyCommand);
export const updatePlatformKeyAction = platformAction(updatePlatformKeyCommand);
export const rotatePlatformKeyAction = platformAction(rotatePlatformKeyCommand);
export const endPlatformOverlapAction = platformAction(endPlatformKeyOverlapCommand);
export const disablePlatformKeyAction = platformAction(disablePlatformKeyCommand);
export const enablePlatformKeyAction = platformAction(enablePlatformKeyCommand);
export const revokePlatformKeyAction = platformAction(revokePlatformKeyCommand);
