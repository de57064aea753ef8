import { apiRoute } from "#lib/domain/access/api-route.ts";
import { disablePlatformKey } from "#lib/domain/keys/change-api.ts";

export const { POST } = apiRoute(disablePlatformKey);
