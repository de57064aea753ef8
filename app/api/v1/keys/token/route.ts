import { apiRoute } from "#lib/domain/access/api-route.ts";
import { issueToken } from "#lib/domain/calls/api.ts";

export const { POST } = apiRoute(issueToken);
