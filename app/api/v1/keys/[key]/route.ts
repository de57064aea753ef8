import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getKey } from "#lib/domain/keys/api.ts";
import { revokeKey, updateKey } from "#lib/domain/keys/change-api.ts";

export const { GET, PATCH, DELETE } = apiRoute(getKey, updateKey, revokeKey);
