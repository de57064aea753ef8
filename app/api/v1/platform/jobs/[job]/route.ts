import { apiRoute } from "#lib/domain/access/api-route.ts";
import { discardJob } from "#lib/domain/platform/work-api.ts";

export const { DELETE } = apiRoute(discardJob);
