"use server";

import { userAction } from "#lib/domain/access/action.ts";
import { keepOrganizationCommand } from "#lib/domain/organizations/commands.ts";

export const keepOrganizationAction = userAction(keepOrganizationCommand);
