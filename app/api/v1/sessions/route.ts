import { apiRoute } from "#lib/domain/access/api-route.ts";
import { launchSession, listSessions, stopSessions } from "#lib/domain/sessions/api.ts";

export const { GET, DELETE, POST } = apiRoute(listSessions, stopSessions, launchSession);
