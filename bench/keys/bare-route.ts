import { publicRoute } from "#lib/domain/access/route.ts";

/** What a route costs that reads a question and answers it without knowing anything: the bench puts it into its build. */
export const POST = publicRoute(async (request) => {
  const asked = (await request.json()) as Record<string, unknown>;
  return Response.json({ asked: Object.keys(asked).length }, { headers: { "cache-control": "no-store" } });
});
