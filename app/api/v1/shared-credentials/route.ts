import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listSharedCredentials } from "#lib/domain/sharing/api.ts";

export const { GET } = apiRoute(listSharedCredentials);
