"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import { createKeyCommand, revokeKeyCommand } from "#lib/domain/keys/commands.ts";

export const createServiceKeyAction = tenantAction(createKeyCommand);
export const revokeKeyAction = tenantAction(revokeKeyCommand);
