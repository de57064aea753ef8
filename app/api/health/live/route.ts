import { publicRoute } from "#lib/domain/access/route.ts";

/** The process answers. */
export const GET = publicRoute(async () => new Response("ok\n"));
