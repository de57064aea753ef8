import { documentOf } from "#lib/domain/access/openapi.ts";
import { publicRoute } from "#lib/domain/access/route.ts";
import { gatewayOperations, operations } from "#lib/domain/api.ts";

let document: ReturnType<typeof documentOf> | undefined;

/** The OpenAPI document. It says nothing that is anybody's own. */
export const GET = publicRoute(async () => {
  document ??= documentOf(operations, gatewayOperations);
  return Response.json(document, { headers: { "cache-control": "public, max-age=300" } });
});
