import { apiRoute } from "#lib/domain/access/api-route.ts";
import { removeDomain, updateDomain } from "#lib/domain/domains/api.ts";

export const { PATCH, DELETE } = apiRoute(updateDomain, removeDomain);
