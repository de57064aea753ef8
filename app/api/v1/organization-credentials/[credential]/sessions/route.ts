import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listOrganizationCredentialSessions } from "#lib/domain/sharing/api.ts";

export const { GET } = apiRoute(listOrganizationCredentialSessions);
