import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listMembers } from "#lib/domain/members/api.ts";

export const { GET } = apiRoute(listMembers);
