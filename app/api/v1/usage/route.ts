import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getUsage } from "#lib/domain/usage/api.ts";

export const { GET } = apiRoute(getUsage);
