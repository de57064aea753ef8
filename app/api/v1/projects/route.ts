import { apiRoute } from "#lib/domain/access/api-route.ts";
import { createProject, listProjects } from "#lib/domain/projects/api.ts";

export const { GET, POST } = apiRoute(listProjects, createProject);
