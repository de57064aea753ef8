import { timingSafeEqual } from "node:crypto";
import { problemOf } from "#lib/domain/access/problems.ts";
import { publicRoute } from "#lib/domain/access/route.ts";
import { refused } from "#lib/domain/outcome.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { metrics } from "#lib/infra/http/metrics.ts";

/** Prometheus metrics for whoever holds PORTICO_METRICS_TOKEN; without one configured there is nothing here. */
export const GET = publicRoute(async (request, _params, requestId) => {
  const wanted = Buffer.from(`Bearer ${webEnv().PORTICO_METRICS_TOKEN ?? ""}`);
  const given = Buffer.from(request.headers.get("authorization") ?? "");
  const known = webEnv().PORTICO_METRICS_TOKEN !== undefined;
  if (!known || wanted.length !== given.length || !timingSafeEqual(wanted, given))
    return problemOf(refused("not_found"), requestId);
  return new Response(await metrics().metrics(), { headers: { "content-type": metrics().contentType } });
});
