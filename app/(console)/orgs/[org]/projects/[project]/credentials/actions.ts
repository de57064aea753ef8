"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import {
  addCredentialCommand,
  removeCredentialCommand,
  settleCredentialCommand,
  testCredentialCommand,
} from "#lib/domain/credentials/commands.ts";

export const testCredentialAction = tenantAction(testCredentialCommand);
export const addCredentialAction = tenantAction(addCredentialCommand);
export const removeCredentialAction = tenantAction(removeCredentialCommand);
export const settleCredentialAction = tenantAction(settleCredentialCommand);
