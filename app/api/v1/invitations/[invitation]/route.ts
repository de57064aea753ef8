import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getInvitation, revokeInvitation } from "#lib/domain/invitations/api.ts";

export const { GET, DELETE } = apiRoute(getInvitation, revokeInvitation);
