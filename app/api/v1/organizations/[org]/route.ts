import { apiRoute } from "#lib/domain/access/api-route.ts";
import { deleteOrganization, getOrganization, updateOrganization } from "#lib/domain/organizations/api.ts";

export const { GET, PATCH, DELETE } = apiRoute(getOrganization, updateOrganization, deleteOrganization);
