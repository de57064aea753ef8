import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listOrganizationCredentialChanges } from "#lib/domain/sharing/api.ts";

export const { GET } = apiRoute(listOrganizationCredentialChanges);
