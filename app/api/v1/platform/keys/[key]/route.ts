import { apiRoute } from "#lib/domain/access/api-route.ts";
import { revokePlatformKey } from "#lib/domain/keys/change-api.ts";

export const { DELETE } = apiRoute(revokePlatformKey);
