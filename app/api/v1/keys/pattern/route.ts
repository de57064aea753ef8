import { publicRoute } from "#lib/domain/access/route.ts";
import { publishedPattern } from "#lib/domain/keys/pattern.ts";

/** What a scanner of secrets needs to know of our keys. */
export const GET = publicRoute(async () =>
  Response.json(publishedPattern, { headers: { "cache-control": "public, max-age=3600" } }),
);
