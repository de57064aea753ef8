import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listGroups, saveGroup } from "#lib/domain/groups/api.ts";

export const { GET, PUT } = apiRoute(listGroups, saveGroup);
