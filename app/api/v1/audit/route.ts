import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listAudit } from "#lib/domain/audit/api.ts";

export const { GET } = apiRoute(listAudit);
