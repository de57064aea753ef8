import { timingSafeEqual } from "node:crypto";
import { publicRoute } from "#lib/domain/access/route.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { metrics } from "#lib/infra/http/metrics.ts";
import { problem } from "#lib/infra/http/problem.ts";

/** Prometheus metrics for whoever holds PORTICO_METRICS_TOKEN; without one configured there is nothing here. */
export const GET = publicRoute(async (request, _params, requestId) => {
  const wanted = Buffer.from(`Bearer ${webEnv().PORTICO_METRICS_TOKEN ?? ""}`);
  const given = Buffer.from(request.headers.get("authorization") ?? "");
  const known = webEnv().PORTICO_METRICS_TOKEN !== undefined;
  if (!known || wanted.length !== given.length || !timingSafeEqual(wanted, given))
    return problem(
      404,
      "not_found",
      "There is nothing at this address, or it is not yours to see.",
      requestId,
    );
  return new Response(await metrics().metrics(), { headers: { "content-type": metrics().contentType } });
});
