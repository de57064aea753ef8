import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getPlatformAuditEvent } from "#lib/domain/audit/api.ts";

export const { GET } = apiRoute(getPlatformAuditEvent);
