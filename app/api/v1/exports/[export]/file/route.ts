import { apiRoute } from "#lib/domain/access/api-route.ts";
import { downloadExport } from "#lib/domain/exports/api.ts";

export const { GET } = apiRoute(downloadExport);
