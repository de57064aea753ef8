import { problemOf } from "#lib/domain/access/problems.ts";
import { publicRoute } from "#lib/domain/access/route.ts";
import { refused } from "#lib/domain/outcome.ts";

/** What is at no address of the API answers as the API does, and not with a page. */
const nothing = publicRoute(async (_request, _params, requestId) =>
  problemOf(refused("method_unknown"), requestId),
);

export { nothing as DELETE, nothing as GET, nothing as PATCH, nothing as POST, nothing as PUT };
