import { apiRoute } from "#lib/domain/access/api-route.ts";
import { settleCredentialChange } from "#lib/domain/credentials/api.ts";

export const { POST } = apiRoute(settleCredentialChange);
