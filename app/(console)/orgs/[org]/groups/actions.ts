"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import { removeMappingCommand, saveMappingCommand } from "#lib/domain/groups/commands.ts";

export const saveMappingAction = tenantAction(saveMappingCommand);
export const removeMappingAction = tenantAction(removeMappingCommand);
