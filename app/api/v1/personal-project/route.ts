import { apiRoute } from "#lib/domain/access/api-route.ts";
import { createPersonalProject } from "#lib/domain/projects/api.ts";

export const { POST } = apiRoute(createPersonalProject);
