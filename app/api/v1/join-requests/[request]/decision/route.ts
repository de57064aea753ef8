import { apiRoute } from "#lib/domain/access/api-route.ts";
import { decideJoinRequest } from "#lib/domain/joining/api.ts";

export const { POST } = apiRoute(decideJoinRequest);
