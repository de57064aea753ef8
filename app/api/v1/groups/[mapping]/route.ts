import { apiRoute } from "#lib/domain/access/api-route.ts";
import { removeGroup } from "#lib/domain/groups/api.ts";

export const { DELETE } = apiRoute(removeGroup);
