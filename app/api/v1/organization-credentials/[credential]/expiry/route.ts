import { apiRoute } from "#lib/domain/access/api-route.ts";
import { setOrganizationCredentialExpiry } from "#lib/domain/sharing/change-api.ts";

export const { PUT } = apiRoute(setOrganizationCredentialExpiry);
