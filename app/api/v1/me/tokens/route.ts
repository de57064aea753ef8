import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listOwnTokens } from "#lib/domain/tokens/api.ts";

export const { GET } = apiRoute(listOwnTokens);
