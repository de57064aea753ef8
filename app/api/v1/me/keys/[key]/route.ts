import { apiRoute } from "#lib/domain/access/api-route.ts";
import { revokeOwnKey } from "#lib/domain/keys/change-api.ts";

export const { DELETE } = apiRoute(revokeOwnKey);
