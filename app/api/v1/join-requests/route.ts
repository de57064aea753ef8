import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listJoinRequests } from "#lib/domain/joining/api.ts";

export const { GET } = apiRoute(listJoinRequests);
