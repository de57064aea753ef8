import { apiRoute } from "#lib/domain/access/api-route.ts";
import { verifyDomain } from "#lib/domain/domains/api.ts";

export const { POST } = apiRoute(verifyDomain);
