import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getCredential } from "#lib/domain/credentials/api.ts";
import { removeCredential } from "#lib/domain/credentials/change-api.ts";

export const { GET, DELETE } = apiRoute(getCredential, removeCredential);
