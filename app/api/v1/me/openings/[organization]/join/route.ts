import { apiRoute } from "#lib/domain/access/api-route.ts";
import { joinByDomain } from "#lib/domain/joining/api.ts";

export const { POST } = apiRoute(joinByDomain);
