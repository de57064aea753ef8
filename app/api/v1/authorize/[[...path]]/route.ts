import { answerGateway } from "#lib/domain/access/authorize.ts";
import { publicRoute } from "#lib/domain/access/route.ts";

/**
 * External authorization for gateways (docs/gateways.md). They ask with the method and path of the request they hold, which
 * is why every method and every path below is answered.
 */
const ask = publicRoute((request, _params, requestId) => answerGateway(request, requestId));

export { ask as DELETE, ask as GET, ask as HEAD, ask as OPTIONS, ask as PATCH, ask as POST, ask as PUT };
