import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listOrganizations } from "#lib/domain/organizations/api.ts";

export const { GET } = apiRoute(listOrganizations);
