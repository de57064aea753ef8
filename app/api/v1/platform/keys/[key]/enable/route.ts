import { apiRoute } from "#lib/domain/access/api-route.ts";
import { enablePlatformKey } from "#lib/domain/keys/change-api.ts";

export const { POST } = apiRoute(enablePlatformKey);
