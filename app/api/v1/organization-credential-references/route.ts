import { apiRoute } from "#lib/domain/access/api-route.ts";
import { addOrganizationCredentialReference } from "#lib/domain/stores/api.ts";

export const { POST } = apiRoute(addOrganizationCredentialReference);
