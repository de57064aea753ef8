import { apiRoute } from "#lib/domain/access/api-route.ts";
import { configureCredential } from "#lib/domain/credentials/change-api.ts";

export const { PUT } = apiRoute(configureCredential);
