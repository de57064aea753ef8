import { apiRoute } from "#lib/domain/access/api-route.ts";
import { endKeyOverlap } from "#lib/domain/keys/change-api.ts";

export const { DELETE } = apiRoute(endKeyOverlap);
