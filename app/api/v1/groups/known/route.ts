import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listKnownGroups } from "#lib/domain/groups/api.ts";

export const { GET } = apiRoute(listKnownGroups);
