import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listDrift } from "#lib/domain/drift/api.ts";

export const { GET } = apiRoute(listDrift);
