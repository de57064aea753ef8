import { apiRoute } from "#lib/domain/access/api-route.ts";
import { endPlatformKeyOverlap } from "#lib/domain/keys/change-api.ts";

export const { DELETE } = apiRoute(endPlatformKeyOverlap);
