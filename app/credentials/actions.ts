"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import {
  addCredentialCommand,
  configureCredentialCommand,
  disableCredentialCommand,
  enableCredentialCommand,
  expireCredentialCommand,
  keepOutsideCommand,
  removeCredentialCommand,
  retestCredentialCommand,
  settleCredentialCommand,
  testCredentialCommand,
} from "#lib/domain/credentials/commands.ts";
import {
  addOrganizationCredentialCommand,
  configureOrganizationCredentialCommand,
  disableOrganizationCredentialCommand,
  enableOrganizationCredentialCommand,
  expireOrganizationCredentialCommand,
  keepOutsideOrganizationCredentialCommand,
  removeOrganizationCredentialCommand,
  retestOrganizationCredentialCommand,
  settleOrganizationCredentialCommand,
  testOrganizationCredentialCommand,
} from "#lib/domain/sharing/commands.ts";
import {
  addOrganizationReferenceCommand,
  addReferenceCommand,
  changeOrganizationReferenceCommand,
  changeReferenceCommand,
} from "#lib/domain/stores/commands.ts";

export const addReferenceAction = tenantAction(addReferenceCommand);
export const changeReferenceAction = tenantAction(changeReferenceCommand);
export const testCredentialAction = tenantAction(testCredentialCommand);
export const addCredentialAction = tenantAction(addCredentialCommand);
export const removeCredentialAction = tenantAction(removeCredentialCommand);
export const retestCredentialAction = tenantAction(retestCredentialCommand);
export const configureCredentialAction = tenantAction(configureCredentialCommand);
export const expireCredentialAction = tenantAction(expireCredentialCommand);
export const disableCredentialAction = tenantAction(disableCredentialCommand);
export const enableCredentialAction = tenantAction(enableCredentialCommand);
export const keepOutsideAction = tenantAction(keepOutsideCommand);
export const settleCredentialAction = tenantAction(settleCredentialCommand);

export const addOrganizationReferenceAction = tenantAction(addOrganizationReferenceCommand);
export const changeOrganizationReferenceAction = tenantAction(changeOrganizationReferenceCommand);
export const testOrganizationCredentialAction = tenantAction(testOrganizationCredentialCommand);
export const addOrganizationCredentialAction = tenantAction(addOrganizationCredentialCommand);
export const removeOrganizationCredentialAction = tenantAction(removeOrganizationCredentialCommand);
export const retestOrganizationCredentialAction = tenantAction(retestOrganizationCredentialCommand);
export const configureOrganizationCredentialAction = tenantAction(configureOrganizationCredentialCommand);
export const expireOrganizationCredentialAction = tenantAction(expireOrganizationCredentialCommand);
export const disableOrganizationCredentialAction = tenantAction(disableOrganizationCredentialCommand);
export const enableOrganizationCredentialAction = tenantAction(enableOrganizationCredentialCommand);
export const keepOutsideOrganizationCredentialAction = tenantAction(keepOutsideOrganizationCredentialCommand);
export const settleOrganizationCredentialAction = tenantAction(settleOrganizationCredentialCommand);
