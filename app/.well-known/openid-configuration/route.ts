import { publicRoute } from "#lib/domain/access/route.ts";
import { discovery } from "#lib/domain/calls/api.ts";

/** Where verifiers find the issuer's name and keys. Portico signs nobody in: there is nothing here to sign in with. */
export const GET = publicRoute(async () =>
  Response.json(discovery(), { headers: { "cache-control": "public, max-age=60" } }),
);
