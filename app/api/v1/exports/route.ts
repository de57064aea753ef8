import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listExports } from "#lib/domain/exports/api.ts";

export const { GET } = apiRoute(listExports);
