"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import {
  addOrganizationCredentialCommand,
  changeBindingsCommand,
  disableOrganizationCredentialCommand,
  enableOrganizationCredentialCommand,
  removeOrganizationCredentialCommand,
  retestOrganizationCredentialCommand,
  settleOrganizationCredentialCommand,
  testOrganizationCredentialCommand,
} from "#lib/domain/sharing/commands.ts";

export const testOrganizationCredentialAction = tenantAction(testOrganizationCredentialCommand);
export const addOrganizationCredentialAction = tenantAction(addOrganizationCredentialCommand);
export const removeOrganizationCredentialAction = tenantAction(removeOrganizationCredentialCommand);
export const disableOrganizationCredentialAction = tenantAction(disableOrganizationCredentialCommand);
export const enableOrganizationCredentialAction = tenantAction(enableOrganizationCredentialCommand);
export const retestOrganizationCredentialAction = tenantAction(retestOrganizationCredentialCommand);
export const settleOrganizationCredentialAction = tenantAction(settleOrganizationCredentialCommand);
export const changeBindingsAction = tenantAction(changeBindingsCommand);
