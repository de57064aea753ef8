import { apiRoute } from "#lib/domain/access/api-route.ts";
import { listOwnSignIns } from "#lib/domain/identity/api.ts";

export const { GET } = apiRoute(listOwnSignIns);
