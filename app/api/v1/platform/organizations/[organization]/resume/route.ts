import { apiRoute } from "#lib/domain/access/api-route.ts";
import { resumeOrganization } from "#lib/domain/platform/api.ts";

export const { POST } = apiRoute(resumeOrganization);
