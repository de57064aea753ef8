import { apiRoute } from "#lib/domain/access/api-route.ts";
import { retryProject } from "#lib/domain/projects/api.ts";

export const { POST } = apiRoute(retryProject);
