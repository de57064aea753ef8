import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listAllOrganizations } from "#lib/domain/platform/api.ts";

export const { GET } = apiRoute(listAllOrganizations);
