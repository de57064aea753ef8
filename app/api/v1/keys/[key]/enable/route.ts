import { apiRoute } from "#lib/domain/access/api-route.ts";
import { enableKey } from "#lib/domain/keys/change-api.ts";

export const { POST } = apiRoute(enableKey);
