import type { z } from "zod";
import { done, type Outcome, type Refused, refused } from "#lib/domain/outcome.ts";
import { isGatewayOf, keysOfFile, type PassportKey } from "#lib/infra/crypto/passport.ts";
import { isUnreadable } from "#lib/infra/db/errors.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { clientAddress } from "#lib/infra/http/address.ts";
import { BodyError, jsonBody } from "#lib/infra/http/body.ts";
import { take } from "#lib/infra/http/limits.ts";
import { unknownBucket } from "./limits.ts";
import { faultsOf, problemOf } from "./problems.ts";

/** The keys of passports, one or more for each audience; with them comes what its gateway proves itself with. */
export const passportKeys = (): readonly PassportKey[] => {
  const { PORTICO_PASSPORT_KEYS: keys, PORTICO_PASSPORT_KEYS_FILE: file } = webEnv();
  return file ? keysOfFile(file) : keys;
};

/**
 * The audience whose gateway asks, by the headers that it sets itself; null for who cannot prove to be one.
 * @param keys of the audiences that it may be of
 */
export function gatewayOf(headers: Headers, keys = passportKeys()): string | null {
  const audience = headers.get("x-portico-audience") ?? "";
  const known = isGatewayOf(keys, audience, headers.get("x-portico-gateway") ?? "");
  return known ? audience : null;
}

/** What a gateway is told: a value, with headers of its own. */
type Told = { value: unknown; headers?: Record<string, string> };
/** Why not; `more` stands in the problem beside its code, `headers` beside its status. */
export type Denied = Refused & { more?: Record<string, unknown>; headers?: Record<string, string> };

/**
 * Answers a gateway of models that asks with a JSON body. Whoever cannot prove to be one is answered before the body is read,
 * which may be of `most` bytes.
 */
export async function answerGatewayCall<Body extends z.ZodType>(
  request: Request,
  requestId: string,
  body: Body,
  work: (asked: {
    audience: string;
    body: z.infer<Body>;
    requestId: string;
  }) => Promise<Outcome<Told> | Denied>,
  most?: number,
): Promise<Response> {
  const models = passportKeys().filter((key) => key.models);
  const audience = gatewayOf(request.headers, models);
  if (audience === null) {
    const { ok, headers } = await take([unknownBucket(clientAddress(request.headers))]);
    return problemOf(refused(ok ? "gateway_unknown" : "rate_limited"), requestId, headers);
  }
  const answer = await read(request, body, most)
    .then((parsed) => (parsed.ok ? work({ audience, body: parsed.value, requestId }) : parsed))
    .catch((error: unknown) => {
      if (isUnreadable(error)) return refused("text_form");
      throw error;
    });
  if (!answer.ok) {
    const { more, headers } = answer as Denied;
    return problemOf(answer, requestId, headers, more);
  }
  const { value, headers } = answer.value;
  return Response.json(value, {
    headers: { ...headers, "cache-control": "no-store", "x-request-id": requestId },
  });
}

async function read<Body extends z.ZodType>(
  request: Request,
  schema: Body,
  most?: number,
): Promise<Outcome<z.infer<Body>>> {
  try {
    const parsed = schema.safeParse(await jsonBody(request, most));
    return parsed.success
      ? done(parsed.data)
      : refused("not_valid", { detail: faultsOf(parsed.error, "body") });
  } catch (error) {
    if (error instanceof BodyError) return refused(error.reason);
    throw error;
  }
}
