import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listKeys } from "#lib/domain/keys/api.ts";
import { createKey } from "#lib/domain/keys/change-api.ts";

export const { GET, POST } = apiRoute(listKeys, createKey);
