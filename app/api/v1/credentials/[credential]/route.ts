import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getCredential, removeCredential } from "#lib/domain/credentials/api.ts";

export const { GET, DELETE } = apiRoute(getCredential, removeCredential);
