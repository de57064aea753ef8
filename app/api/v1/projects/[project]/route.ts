import { apiRoute } from "#lib/domain/access/api-route.ts";
import { deleteProject, getProject, updateProject } from "#lib/domain/projects/api.ts";

export const { GET, PATCH, DELETE } = apiRoute(getProject, updateProject, deleteProject);
