import { apiRoute } from "#lib/domain/access/api-route.ts";
import { removeOrganizationCredential } from "#lib/domain/sharing/api.ts";

export const { DELETE } = apiRoute(removeOrganizationCredential);
