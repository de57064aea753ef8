import { apiRoute } from "#lib/domain/access/api-route.ts";
import { exportAudit } from "#lib/domain/exports/api.ts";

export const { POST } = apiRoute(exportAudit);
