import { publicRoute } from "#lib/domain/access/route.ts";
import { answerUsage } from "#lib/domain/usage/api.ts";

/** For gateways, which prove themselves by a secret of their own (docs/gateways.md). */
export const POST = publicRoute((request, _params, requestId) => answerUsage(request, requestId));
