import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listOrganizationRequests } from "#lib/domain/platform/api.ts";

export const { GET } = apiRoute(listOrganizationRequests);
