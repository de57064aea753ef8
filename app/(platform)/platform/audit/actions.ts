"use server";

import { platformAction } from "#lib/domain/access/action.ts";
import { exportPlatformAuditCommand } from "#lib/domain/exports/commands.ts";

export const exportPlatformAuditAction = platformAction(exportPlatformAuditCommand);
