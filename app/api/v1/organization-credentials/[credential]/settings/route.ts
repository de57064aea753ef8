import { apiRoute } from "#lib/domain/access/api-route.ts";
import { configureOrganizationCredential } from "#lib/domain/sharing/change-api.ts";

export const { PUT } = apiRoute(configureOrganizationCredential);
