import { apiRoute } from "#lib/domain/access/api-route.ts";
import { previewKeyRevocation } from "#lib/domain/keys/api.ts";
import { revokeKeys } from "#lib/domain/keys/change-api.ts";

export const { GET, POST } = apiRoute(previewKeyRevocation, revokeKeys);
