"use server";

import { platformAction } from "#lib/domain/access/action.ts";
import { retryAnyProjectCommand } from "#lib/domain/projects/commands.ts";

export const retryAnyProjectAction = platformAction(retryAnyProjectCommand);
