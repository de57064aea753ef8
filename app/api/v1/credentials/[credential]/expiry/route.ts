import { apiRoute } from "#lib/domain/access/api-route.ts";
import { setCredentialExpiry } from "#lib/domain/credentials/change-api.ts";

export const { PUT } = apiRoute(setCredentialExpiry);
