import { apiRoute } from "#lib/domain/access/api-route.ts";
import { resumeUser } from "#lib/domain/platform/api.ts";

export const { POST } = apiRoute(resumeUser);
