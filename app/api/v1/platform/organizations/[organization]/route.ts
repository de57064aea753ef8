import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getAnyOrganization } from "#lib/domain/platform/api.ts";

export const { GET } = apiRoute(getAnyOrganization);
