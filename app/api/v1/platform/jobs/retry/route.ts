import { apiRoute } from "#lib/domain/access/api-route.ts";
import { retryJobs } from "#lib/domain/platform/work-api.ts";

export const { POST } = apiRoute(retryJobs);
