import { publicRoute } from "#lib/domain/access/route.ts";
import { answerVerify } from "#lib/domain/calls/api.ts";

/** For gateways, which prove themselves by a secret of their own (docs/gateways.md). */
export const POST = publicRoute((request, _params, requestId) => answerVerify(request, requestId));
