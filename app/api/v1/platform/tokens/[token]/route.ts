import { apiRoute } from "#lib/domain/access/api-route.ts";
import { revokePlatformToken } from "#lib/domain/tokens/api.ts";

export const { DELETE } = apiRoute(revokePlatformToken);
