import { apiRoute } from "#lib/domain/access/api-route.ts";
import { keepOrganization } from "#lib/domain/organizations/api.ts";

export const { POST } = apiRoute(keepOrganization);
