import { apiRoute } from "#lib/domain/access/api-route.ts";
import { addDomain, listDomains } from "#lib/domain/domains/api.ts";

export const { GET, POST } = apiRoute(listDomains, addDomain);
