import { apiRoute } from "#lib/domain/access/api-route.ts";
import { disableCredentialReference } from "#lib/domain/stores/api.ts";

export const { POST } = apiRoute(disableCredentialReference);
