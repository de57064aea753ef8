import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listJobs } from "#lib/domain/platform/work-api.ts";

export const { GET } = apiRoute(listJobs);
