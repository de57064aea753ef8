import { apiRoute } from "#lib/domain/access/api-route.ts";
import { invite, listInvitations } from "#lib/domain/invitations/api.ts";

export const { GET, POST } = apiRoute(listInvitations, invite);
