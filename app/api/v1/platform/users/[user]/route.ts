import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getAnyUser } from "#lib/domain/platform/api.ts";

export const { GET } = apiRoute(getAnyUser);
