import { apiRoute } from "#lib/domain/access/api-route.ts";
import { leaveOrganization } from "#lib/domain/members/api.ts";

export const { POST } = apiRoute(leaveOrganization);
