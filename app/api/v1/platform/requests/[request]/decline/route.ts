import { apiRoute } from "#lib/domain/access/api-route.ts";
import { declineOrganization } from "#lib/domain/platform/api.ts";

export const { POST } = apiRoute(declineOrganization);
