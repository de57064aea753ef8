import { apiRoute } from "#lib/domain/access/api-route.ts";
import { downloadPlatformExport } from "#lib/domain/exports/api.ts";

export const { GET } = apiRoute(downloadPlatformExport);
