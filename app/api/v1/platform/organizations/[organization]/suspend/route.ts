import { apiRoute } from "#lib/domain/access/api-route.ts";
import { suspendOrganization } from "#lib/domain/platform/api.ts";

export const { POST } = apiRoute(suspendOrganization);
