import { apiRoute } from "#lib/domain/access/api-route.ts";
import { keepOutsideCredential } from "#lib/domain/credentials/change-api.ts";

export const { POST } = apiRoute(keepOutsideCredential);
