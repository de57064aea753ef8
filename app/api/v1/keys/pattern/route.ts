import { publicRoute } from "#lib/domain/access/route.ts";
import { answerPattern } from "#lib/domain/keys/leaks.ts";

/** What a scanner of secrets needs to know of our keys. */
export const GET = publicRoute((request, _params, requestId) => answerPattern(request, requestId));
