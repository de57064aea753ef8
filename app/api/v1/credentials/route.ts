import { apiRoute } from "#lib/domain/access/api-route.ts";
import { addCredential, listCredentials } from "#lib/domain/credentials/api.ts";

export const { GET, POST } = apiRoute(listCredentials, addCredential);
