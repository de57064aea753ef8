import { apiRoute } from "#lib/domain/access/api-route.ts";
import { launchSession, listSessions } from "#lib/domain/sessions/api.ts";

export const { GET, POST } = apiRoute(listSessions, launchSession);
