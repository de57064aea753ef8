import { apiRoute } from "#lib/domain/access/api-route.ts";
import { changeCredentialReference, getCredentialReference } from "#lib/domain/stores/api.ts";

export const { GET, PUT } = apiRoute(getCredentialReference, changeCredentialReference);
