import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getKey, revokeKey } from "#lib/domain/keys/api.ts";

export const { GET, DELETE } = apiRoute(getKey, revokeKey);
