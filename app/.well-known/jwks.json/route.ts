import { publicRoute } from "#lib/domain/access/route.ts";
import { keySet } from "#lib/domain/calls/api.ts";

/** The public keys of the tokens that Portico signs, for whoever verifies one. */
export const GET = publicRoute(async () =>
  Response.json(keySet(), { headers: { "cache-control": "public, max-age=60" } }),
);
