import { apiRoute } from "#lib/domain/access/api-route.ts";
import { removeOrganizationCredential } from "#lib/domain/sharing/change-api.ts";

export const { DELETE } = apiRoute(removeOrganizationCredential);
