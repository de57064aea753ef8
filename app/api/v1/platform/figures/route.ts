import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getFigures } from "#lib/domain/platform/work-api.ts";

export const { GET } = apiRoute(getFigures);
