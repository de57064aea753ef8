import { apiRoute } from "#lib/domain/access/api-route.ts";
import { setOrganizationTier } from "#lib/domain/organizations/api.ts";

export const { PUT } = apiRoute(setOrganizationTier);
