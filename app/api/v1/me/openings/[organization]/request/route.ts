import { apiRoute } from "#lib/domain/access/api-route.ts";
import { askToJoin, withdrawJoinRequest } from "#lib/domain/joining/api.ts";

export const { POST, DELETE } = apiRoute(askToJoin, withdrawJoinRequest);
