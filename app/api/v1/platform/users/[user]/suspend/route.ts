import { apiRoute } from "#lib/domain/access/api-route.ts";
import { suspendUser } from "#lib/domain/platform/api.ts";

export const { POST } = apiRoute(suspendUser);
