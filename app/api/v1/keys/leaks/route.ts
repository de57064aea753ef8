import { publicRoute } from "#lib/domain/access/route.ts";
import { answerLeaks } from "#lib/domain/keys/leaks.ts";

/** Whoever finds a key says so here, without an account. */
export const POST = publicRoute((request, _params, requestId) => answerLeaks(request, requestId));
