import { apiRoute } from "#lib/domain/access/api-route.ts";
import { retestOrganizationCredential } from "#lib/domain/sharing/api.ts";

export const { POST } = apiRoute(retestOrganizationCredential);
