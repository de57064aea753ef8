import { publicRoute } from "#lib/domain/access/route.ts";
import { prisma } from "#lib/infra/db/client.ts";

/** The process answers and reaches its database. */
export const GET = publicRoute(async () => {
  await prisma().$queryRaw`select 1`;
  return new Response("ok\n");
});
