import { apiRoute } from "#lib/domain/access/api-route.ts";
import { resendInvitation } from "#lib/domain/invitations/api.ts";

export const { POST } = apiRoute(resendInvitation);
