import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getToken, revokeToken } from "#lib/domain/tokens/api.ts";

export const { GET, DELETE } = apiRoute(getToken, revokeToken);
