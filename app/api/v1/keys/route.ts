import { apiRoute } from "#lib/domain/access/api-route.ts";
import { createKey, listKeys } from "#lib/domain/keys/api.ts";

export const { GET, POST } = apiRoute(listKeys, createKey);
