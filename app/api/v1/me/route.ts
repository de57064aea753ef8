import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getMe } from "#lib/domain/identity/api.ts";

export const { GET } = apiRoute(getMe);
