import { apiRoute } from "#lib/domain/access/api-route.ts";
import { enableCredentialReference } from "#lib/domain/stores/api.ts";

export const { POST } = apiRoute(enableCredentialReference);
