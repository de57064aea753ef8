import { apiRoute } from "#lib/domain/access/api-route.ts";
import { revokeOwnSignIn } from "#lib/domain/identity/api.ts";

export const { DELETE } = apiRoute(revokeOwnSignIn);
