import { apiRoute } from "#lib/domain/access/api-route.ts";
import { exportPlatformAudit, listPlatformExports } from "#lib/domain/exports/api.ts";

export const { POST, GET } = apiRoute(exportPlatformAudit, listPlatformExports);
