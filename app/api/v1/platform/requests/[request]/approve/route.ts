import { apiRoute } from "#lib/domain/access/api-route.ts";
import { approveOrganization } from "#lib/domain/platform/api.ts";

export const { POST } = apiRoute(approveOrganization);
