import { apiRoute } from "#lib/domain/access/api-route.ts";
import { transferOrganization } from "#lib/domain/organizations/api.ts";

export const { POST } = apiRoute(transferOrganization);
