import { apiRoute } from "#lib/domain/access/api-route.ts";
import { testOrganizationCredential } from "#lib/domain/sharing/api.ts";

export const { POST } = apiRoute(testOrganizationCredential);
