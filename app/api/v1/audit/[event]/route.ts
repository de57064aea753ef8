import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getAuditEvent } from "#lib/domain/audit/api.ts";

export const { GET } = apiRoute(getAuditEvent);
