import { apiRoute } from "#lib/domain/access/api-route.ts";
import { signOutUser } from "#lib/domain/platform/api.ts";

export const { DELETE } = apiRoute(signOutUser);
