import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listUsers } from "#lib/domain/platform/api.ts";

export const { GET } = apiRoute(listUsers);
