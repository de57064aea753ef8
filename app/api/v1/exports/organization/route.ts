import { apiRoute } from "#lib/domain/access/api-route.ts";
import { exportOrganization } from "#lib/domain/exports/api.ts";

export const { POST } = apiRoute(exportOrganization);
