import { apiRoute } from "#lib/domain/access/api-route.ts";
import { revokeOwnToken } from "#lib/domain/tokens/api.ts";

export const { DELETE } = apiRoute(revokeOwnToken);
