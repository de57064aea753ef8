import { apiRoute } from "#lib/domain/access/api-route.ts";
import { createToken, listTokens } from "#lib/domain/tokens/api.ts";

export const { GET, POST } = apiRoute(listTokens, createToken);
