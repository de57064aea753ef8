"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import { deleteProjectCommand, retryProjectCommand } from "#lib/domain/projects/commands.ts";

export const retryProjectAction = tenantAction(retryProjectCommand);
export const deleteProjectAction = tenantAction(deleteProjectCommand);
