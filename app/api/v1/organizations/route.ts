import { apiRoute } from "#lib/domain/access/api-route.ts";
import { createOrganization, listOrganizations } from "#lib/domain/organizations/api.ts";

export const { GET, POST } = apiRoute(listOrganizations, createOrganization);
