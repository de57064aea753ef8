"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import { createTokenCommand, revokeTokenCommand } from "#lib/domain/tokens/commands.ts";

export const createServiceTokenAction = tenantAction(createTokenCommand);
export const revokeTokenAction = tenantAction(revokeTokenCommand);
