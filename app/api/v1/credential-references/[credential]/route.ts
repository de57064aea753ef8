import { apiRoute } from "#lib/domain/access/api-route.ts";
import { getCredentialReference, removeCredentialReference } from "#lib/domain/stores/api.ts";

export const { DELETE, GET } = apiRoute(getCredentialReference, removeCredentialReference);
