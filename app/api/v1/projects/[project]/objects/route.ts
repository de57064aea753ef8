import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listObjects } from "#lib/domain/projects/api.ts";

export const { GET } = apiRoute(listObjects);
