import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listCredentials } from "#lib/domain/credentials/api.ts";
import { addCredential } from "#lib/domain/credentials/change-api.ts";

export const { GET, POST } = apiRoute(listCredentials, addCredential);
