import { apiRoute } from "#lib/domain/access/api-route.ts";
import { enableOrganizationCredential } from "#lib/domain/sharing/api.ts";

export const { POST } = apiRoute(enableOrganizationCredential);
