import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listOrganizationCredentialStores } from "#lib/domain/stores/api.ts";

export const { GET } = apiRoute(listOrganizationCredentialStores);
