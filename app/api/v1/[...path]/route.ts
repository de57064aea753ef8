import { sentences } from "#lib/domain/access/problems.ts";
import { publicRoute } from "#lib/domain/access/route.ts";
import { problem } from "#lib/infra/http/problem.ts";

/** What is at no address of the API answers as the API does, and not with a page. */
const nothing = publicRoute(async (_request, _params, requestId) =>
  problem(404, "method_unknown", sentences.say("method_unknown"), requestId),
);

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
