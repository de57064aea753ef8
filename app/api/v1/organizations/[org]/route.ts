import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getOrganization } from "#lib/domain/organizations/api.ts";

export const { GET } = apiRoute(getOrganization);
