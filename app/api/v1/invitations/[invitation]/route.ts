import { apiRoute } from "#lib/domain/access/api-route.ts";
import { revokeInvitation } from "#lib/domain/invitations/api.ts";

export const { DELETE } = apiRoute(revokeInvitation);
