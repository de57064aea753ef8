import { apiRoute } from "#lib/domain/access/api-route.ts";
import { leaveProject } from "#lib/domain/members/api.ts";

export const { POST } = apiRoute(leaveProject);
