import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listProjectMembers, setProjectMember } from "#lib/domain/members/api.ts";

export const { GET, PUT } = apiRoute(listProjectMembers, setProjectMember);
