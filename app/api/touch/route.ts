import { userRoute } from "#lib/domain/access/route.ts";

/** The reader pressed a key or a button: moves the idle limit of their login session (see `currentViewer`), nothing else. */
export const POST = userRoute(async () => new Response(null, { status: 204 }));
