import { apiRoute } from "#lib/domain/access/api-route.ts";
import { rotateKey } from "#lib/domain/keys/change-api.ts";

export const { POST } = apiRoute(rotateKey);
