import { apiRoute } from "#lib/domain/access/api-route.ts";
import { withdrawRequest } from "#lib/domain/organizations/api.ts";

export const { DELETE } = apiRoute(withdrawRequest);
