import { apiRoute } from "#lib/domain/access/api-route.ts";
import { previewGroup } from "#lib/domain/groups/api.ts";

export const { GET } = apiRoute(previewGroup);
