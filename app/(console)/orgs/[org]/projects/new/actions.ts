"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import { createPersonalProjectCommand, createProjectCommand } from "#lib/domain/projects/commands.ts";

export const createProjectAction = tenantAction(createProjectCommand);
export const createPersonalProjectAction = tenantAction(createPersonalProjectCommand);
