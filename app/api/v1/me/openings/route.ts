import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listOpenings } from "#lib/domain/joining/api.ts";

export const { GET } = apiRoute(listOpenings);
