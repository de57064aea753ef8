import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listOwnKeys } from "#lib/domain/keys/api.ts";

export const { GET } = apiRoute(listOwnKeys);
