import { apiRoute } from "#lib/domain/access/api-route.ts";
import { testCredential } from "#lib/domain/credentials/change-api.ts";

export const { POST } = apiRoute(testCredential);
