import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getSessionById, stopSession } from "#lib/domain/sessions/api.ts";

export const { GET, DELETE } = apiRoute(getSessionById, stopSession);
