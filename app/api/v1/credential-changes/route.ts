import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listCredentialChanges } from "#lib/domain/credentials/api.ts";

export const { GET } = apiRoute(listCredentialChanges);
