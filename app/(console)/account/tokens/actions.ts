"use server";

import { platformAction, tenantAction, userAction } from "#lib/domain/access/action.ts";
import {
  createPlatformTokenCommand,
  createTokenCommand,
  revokeOwnTokenCommand,
  revokePlatformTokenCommand,
} from "#lib/domain/tokens/commands.ts";

export const createTokenAction = tenantAction(createTokenCommand);
export const revokeOwnTokenAction = userAction(revokeOwnTokenCommand);
export const createPlatformTokenAction = platformAction(createPlatformTokenCommand);
export const revokePlatformTokenAction = platformAction(revokePlatformTokenCommand);
