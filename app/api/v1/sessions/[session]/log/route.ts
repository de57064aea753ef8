import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getSessionLog } from "#lib/domain/sessions/api.ts";

export const { GET } = apiRoute(getSessionLog);
