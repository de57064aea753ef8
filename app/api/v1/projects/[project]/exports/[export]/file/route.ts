import { apiRoute } from "#lib/domain/access/api-route.ts";
import { downloadProjectExport } from "#lib/domain/exports/api.ts";

export const { GET } = apiRoute(downloadProjectExport);
