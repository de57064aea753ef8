"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import {
  archiveProjectCommand,
  restoreProjectCommand,
  updateProjectCommand,
} from "#lib/domain/projects/commands.ts";

export const updateProjectAction = tenantAction(updateProjectCommand);
export const archiveProjectAction = tenantAction(archiveProjectCommand);
export const restoreProjectAction = tenantAction(restoreProjectCommand);
