import { apiRoute } from "#lib/domain/access/api-route.ts";
import { archiveProject } from "#lib/domain/projects/api.ts";

export const { POST } = apiRoute(archiveProject);
