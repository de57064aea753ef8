import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listPlatformAudit } from "#lib/domain/audit/api.ts";

export const { GET } = apiRoute(listPlatformAudit);
