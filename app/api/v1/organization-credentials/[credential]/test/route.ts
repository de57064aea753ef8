import { apiRoute } from "#lib/domain/access/api-route.ts";
import { retestOrganizationCredential } from "#lib/domain/sharing/change-api.ts";

export const { POST } = apiRoute(retestOrganizationCredential);
