import { apiRoute } from "#lib/domain/access/api-route.ts";
import { exportProjectAudit, listProjectExports } from "#lib/domain/exports/api.ts";

export const { POST, GET } = apiRoute(exportProjectAudit, listProjectExports);
