import { answerGatewayCall } from "#lib/domain/access/gateway.ts";
import { changeOperation, type GatewayOperation } from "#lib/domain/access/operation.ts";
import { publicKeySet } from "#lib/infra/crypto/signing.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { issueTokenCommand } from "./commands.ts";
import { projectOfKey } from "./data.ts";
import { signingKeysNow, verifyKey } from "./mutations.ts";
import { issuedToken, tokenInput, verified, verifyInput } from "./schema.ts";

export const verifyKeyOperation: GatewayOperation = {
  id: "verifyKey",
  method: "post",
  path: "/keys/verify",
  tag: "gateways",
  summary: "Whether a call of a model with a key may go on",
  description:
    "Takes the call from the key's limits. A refusal is what the client is to be told: 401 for a key that opens nothing, 403 for what it is not for, 429 `key_limit` with the limit's numbers in `limit`.",
  body: verifyInput,
  output: verified,
  status: 200,
};

/** Answers `POST /api/v1/keys/verify`. */
export const answerVerify = (request: Request, requestId: string): Promise<Response> =>
  answerGatewayCall(request, requestId, verifyInput, ({ audience, body }) =>
    verifyKey(audience, body, requestId),
  );

export const issueToken = changeOperation({
  id: "issueToken",
  method: "post",
  path: "/keys/token",
  tag: "gateways",
  summary: "Make a token of a few minutes for gateways that verify by themselves",
  description:
    "Whoever may call models in a project gets one. It goes on until its end, whatever becomes of the key meanwhile; a key with models, routes, addresses or limits of its own, which only a gateway that asks can hold it to, gets none.",
  at: "project",
  command: issueTokenCommand,
  body: tokenInput,
  output: issuedToken,
  locate: ({ tx, scope, body }) => body.project ?? projectOfKey(tx, scope),
});

/** `/.well-known/jwks.json`: the public parts of all keys, also of one that does not sign yet. */
export const keySet = () => publicKeySet(signingKeysNow());

/** `/.well-known/openid-configuration`, with what a verifier of tokens reads of it. */
export function discovery() {
  const { PORTICO_URL: issuer } = webEnv();
  return {
    issuer,
    jwks_uri: `${issuer}/.well-known/jwks.json`,
    response_types_supported: ["token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["ES256"],
  };
}
