"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import { launchSessionCommand, stopSessionCommand } from "#lib/domain/sessions/commands.ts";

export const launchSessionAction = tenantAction(launchSessionCommand);
export const stopSessionAction = tenantAction(stopSessionCommand);
