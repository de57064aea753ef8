import { apiRoute } from "#lib/domain/access/api-route.ts";
import { changeMember, removeMember } from "#lib/domain/members/api.ts";

export const { PATCH, DELETE } = apiRoute(changeMember, removeMember);
