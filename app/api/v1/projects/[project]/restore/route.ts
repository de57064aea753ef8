import { apiRoute } from "#lib/domain/access/api-route.ts";
import { restoreProject } from "#lib/domain/projects/api.ts";

export const { POST } = apiRoute(restoreProject);
