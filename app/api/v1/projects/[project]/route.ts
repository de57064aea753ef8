import { apiRoute } from "#lib/domain/access/api-route.ts";
import { deleteProject, getProject } from "#lib/domain/projects/api.ts";

export const { GET, DELETE } = apiRoute(getProject, deleteProject);
