import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listCredentialStores } from "#lib/domain/stores/api.ts";

export const { GET } = apiRoute(listCredentialStores);
