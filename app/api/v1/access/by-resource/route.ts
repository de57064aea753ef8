import { listResourceAccess } from "#lib/domain/access/api.ts";
import { apiRoute } from "#lib/domain/access/api-route.ts";

export const { GET } = apiRoute(listResourceAccess);
