import { apiRoute } from "#lib/domain/access/api-route.ts";
import { addCredentialReference } from "#lib/domain/stores/api.ts";

export const { POST } = apiRoute(addCredentialReference);
