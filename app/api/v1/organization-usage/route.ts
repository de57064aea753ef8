import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getOrganizationUsage } from "#lib/domain/usage/api.ts";

export const { GET } = apiRoute(getOrganizationUsage);
