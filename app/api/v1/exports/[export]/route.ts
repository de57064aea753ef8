import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getExport } from "#lib/domain/exports/api.ts";

export const { GET } = apiRoute(getExport);
