import { apiRoute } from "#lib/domain/access/api-route.ts";
import { changeCredentialBindings, listCredentialBindings } from "#lib/domain/sharing/api.ts";

export const { GET, POST } = apiRoute(changeCredentialBindings, listCredentialBindings);
