import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listCredentialBindings } from "#lib/domain/sharing/api.ts";
import { changeCredentialBindings } from "#lib/domain/sharing/change-api.ts";

export const { GET, POST } = apiRoute(changeCredentialBindings, listCredentialBindings);
