import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listCredentials } from "#lib/domain/credentials/api.ts";

export const { GET } = apiRoute(listCredentials);
