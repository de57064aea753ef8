import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getOwnRequest, requestOrganization } from "#lib/domain/organizations/api.ts";

export const { GET, POST } = apiRoute(getOwnRequest, requestOrganization);
