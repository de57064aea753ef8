"use server";

import { tenantAction } from "#lib/domain/access/action.ts";
import { exportAuditCommand } from "#lib/domain/exports/commands.ts";

export const exportAuditAction = tenantAction(exportAuditCommand);
