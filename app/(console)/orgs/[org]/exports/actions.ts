"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import { exportOrganizationCommand } from "#lib/domain/exports/commands.ts";

export const exportOrganizationAction = tenantAction(exportOrganizationCommand);
