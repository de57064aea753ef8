"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import {
  addDomainCommand,
  removeDomainCommand,
  updateDomainCommand,
  verifyDomainCommand,
} from "#lib/domain/domains/commands.ts";
import {
  deleteOrganizationCommand,
  transferOrganizationCommand,
  updateOrganizationCommand,
} from "#lib/domain/organizations/commands.ts";

export const updateOrganizationAction = tenantAction(updateOrganizationCommand);
export const transferOrganizationAction = tenantAction(transferOrganizationCommand);
export const deleteOrganizationAction = tenantAction(deleteOrganizationCommand);
export const addDomainAction = tenantAction(addDomainCommand);
export const verifyDomainAction = tenantAction(verifyDomainCommand);
export const updateDomainAction = tenantAction(updateDomainCommand);
export const removeDomainAction = tenantAction(removeDomainCommand);
