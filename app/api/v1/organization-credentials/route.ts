import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listOrganizationCredentials } from "#lib/domain/sharing/api.ts";
import { addOrganizationCredential } from "#lib/domain/sharing/change-api.ts";

export const { GET, POST } = apiRoute(addOrganizationCredential, listOrganizationCredentials);
