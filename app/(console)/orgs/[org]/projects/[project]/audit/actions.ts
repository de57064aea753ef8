"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import { exportProjectAuditCommand } from "#lib/domain/exports/commands.ts";

export const exportProjectAuditAction = tenantAction(exportProjectAuditCommand);
