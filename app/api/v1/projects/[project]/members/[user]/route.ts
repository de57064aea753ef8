import { apiRoute } from "#lib/domain/access/api-route.ts";
import { removeProjectMember } from "#lib/domain/members/api.ts";

export const { DELETE } = apiRoute(removeProjectMember);
