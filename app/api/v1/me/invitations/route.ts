import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listOwnInvitations } from "#lib/domain/invitations/api.ts";

export const { GET } = apiRoute(listOwnInvitations);
