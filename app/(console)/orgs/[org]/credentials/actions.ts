"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import { changeBindingsCommand } from "#lib/domain/sharing/commands.ts";

export const changeBindingsAction = tenantAction(changeBindingsCommand);
