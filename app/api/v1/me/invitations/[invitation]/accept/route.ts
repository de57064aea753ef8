import { apiRoute } from "#lib/domain/access/api-route.ts";
import { acceptInvitation } from "#lib/domain/invitations/api.ts";

export const { POST } = apiRoute(acceptInvitation);
