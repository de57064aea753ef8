"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import {
  createKeyCommand,
  disableKeyCommand,
  enableKeyCommand,
  endKeyOverlapCommand,
  revokeKeyCommand,
  revokeKeysCommand,
  rotateKeyCommand,
  updateKeyCommand,
} from "#lib/domain/keys/commands.ts";

export const createKeyAction = tenantAction(createKeyCommand);
export const updateKeyAction = tenantAction(updateKeyCommand);
export const rotateKeyAction = tenantAction(rotateKeyCommand);
export const endOverlapAction = tenantAction(endKeyOverlapCommand);
export const disableKeyAction = tenantAction(disableKeyCommand);
export const enableKeyAction = tenantAction(enableKeyCommand);
export const revokeKeyAction = tenantAction(revokeKeyCommand);
export const revokeKeysAction = tenantAction(revokeKeysCommand);
