import { apiRoute } from "#lib/domain/access/api-route.ts";
import { addOrganizationCredential, listOrganizationCredentials } from "#lib/domain/sharing/api.ts";

export const { GET, POST } = apiRoute(addOrganizationCredential, listOrganizationCredentials);
