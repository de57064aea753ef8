import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listCredentialSessions } from "#lib/domain/credentials/api.ts";

export const { GET } = apiRoute(listCredentialSessions);
