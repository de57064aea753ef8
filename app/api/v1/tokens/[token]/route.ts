import { apiRoute } from "#lib/domain/access/api-route.ts";
import { revokeToken } from "#lib/domain/tokens/api.ts";

export const { DELETE } = apiRoute(revokeToken);
