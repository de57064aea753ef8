import { apiRoute } from "#lib/domain/access/api-route.ts";
import { retestCredential } from "#lib/domain/credentials/change-api.ts";

export const { POST } = apiRoute(retestCredential);
