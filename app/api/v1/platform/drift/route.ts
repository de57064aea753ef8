import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listAllDrift } from "#lib/domain/platform/work-api.ts";

export const { GET } = apiRoute(listAllDrift);
