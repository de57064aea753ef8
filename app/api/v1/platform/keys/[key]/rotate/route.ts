import { apiRoute } from "#lib/domain/access/api-route.ts";
import { rotatePlatformKey } from "#lib/domain/keys/change-api.ts";

export const { POST } = apiRoute(rotatePlatformKey);
