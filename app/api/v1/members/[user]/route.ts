import { apiRoute } from "#lib/domain/access/api-route.ts";
import { changeMember, getMember, removeMember } from "#lib/domain/members/api.ts";

export const { GET, PATCH, DELETE } = apiRoute(getMember, changeMember, removeMember);
