import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getPlatformKey } from "#lib/domain/keys/api.ts";
import { revokePlatformKey, updatePlatformKey } from "#lib/domain/keys/change-api.ts";

export const { GET, PATCH, DELETE } = apiRoute(getPlatformKey, updatePlatformKey, revokePlatformKey);
