import { createRemoteJWKSet, decodeJwt, errors, type JWTPayload, jwtVerify } from "jose";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { readGroups } from "#lib/infra/auth/providers.ts";
import { type ApiIssuer, webEnv } from "#lib/infra/env/index.ts";
import { log } from "#lib/infra/log/index.ts";
import type { Claimed } from "./bearer-identity.ts";
import { type Scope, scopes } from "./permissions.ts";

type KeySet = ReturnType<typeof createRemoteJWKSet>;
const keySets = new Map<string, Promise<KeySet>>();

/** Where the issuer's keys are: as configured, or as its own discovery document says. */
async function keySetOf({ issuer, jwksUri }: ApiIssuer): Promise<KeySet> {
  let address = jwksUri;
  if (!address) {
    const answer = await fetch(`${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`, {
      signal: AbortSignal.timeout(3_000),
      redirect: "error",
    });
    if (!answer.ok) throw new Error(`The discovery document answered ${answer.status}.`);
    const document = (await answer.json()) as { issuer?: unknown; jwks_uri?: unknown };
    if (document.issuer !== issuer) throw new Error("The discovery document is another issuer's.");
    address = String(document.jwks_uri);
  }
  return createRemoteJWKSet(new URL(address), {
    cooldownDuration: 30_000,
    cacheMaxAge: 600_000,
    timeoutDuration: 3_000,
  });
}

/** The keys of an issuer, looked up once; after a failure the next caller looks again. */
function keysOf(config: ApiIssuer): Promise<KeySet> {
  const known = keySets.get(config.issuer);
  if (known) return known;
  const found = keySetOf(config);
  keySets.set(config.issuer, found);
  found.catch(() => keySets.delete(config.issuer));
  return found;
}

/** The configured issuer that the text claims to be from; null for no JWT at all, or another's. Nothing is verified yet. */
export function issuerOf(text: string): ApiIssuer | null {
  let claims: JWTPayload;
  try {
    claims = decodeJwt(text);
  } catch {
    return null;
  }
  return webEnv().PORTICO_API_ISSUERS.find(({ issuer }) => issuer === claims.iss) ?? null;
}

/**
 * What a JWT of a configured issuer says, once its signature, audience and time are verified. Refused with `token_unknown`,
 * `token_expired` or `issuer_unavailable`.
 */
export async function claimsOfJwt(text: string, config: ApiIssuer): Promise<Outcome<Claimed>> {
  const { issuer, audience, algorithms, groupsClaim, typ, idTokens } = config;
  try {
    const { payload } = await jwtVerify(text, await keysOf(config), {
      issuer,
      audience,
      algorithms,
      typ,
      clockTolerance: 30,
      requiredClaims: ["sub", "exp"],
    });
    const subject = payload.sub ?? "";
    if (subject === "" || !isForApi(payload, idTokens)) return refused("token_unknown");
    const name = [payload.name, payload.preferred_username, payload.email].find(isText) ?? subject;
    return done({
      kind: "jwt",
      issuer,
      subject,
      name: name.slice(0, 200),
      groups: readGroups(payload, groupsClaim),
      scopes: scopesOf(config),
      email: isText(payload.email) && payload.email_verified === true ? payload.email : null,
    });
  } catch (error) {
    if (error instanceof errors.JWTExpired) return refused("token_expired");
    if (isBad(error)) return refused("token_unknown");
    log.warn({ err: error, issuer }, "the keys of an issuer cannot be read");
    return refused("issuer_unavailable");
  }
}

/** Whether it is a token to call with: none that tells of a sign-out, and one that tells of a sign-in only where that is meant. */
const isForApi = ({ events, nonce, at_hash, c_hash }: JWTPayload, idTokens: boolean): boolean =>
  events === undefined && (idTokens || [nonce, at_hash, c_hash].every((claim) => claim === undefined));

/** Administering the platform is never left to an issuer that was not told to be trusted with it. */
const scopesOf = ({ scopes: given }: ApiIssuer): ReadonlySet<Scope> =>
  new Set(scopes.filter((scope) => (given ? given.includes(scope) : scope !== "platform")));

const isText = (value: unknown): value is string => typeof value === "string" && value !== "";

/** Whether the token itself is to blame, and not the way to the issuer's keys. */
const isBad = (error: unknown): boolean =>
  error instanceof errors.JOSEError &&
  !(error instanceof errors.JWKSTimeout || error instanceof errors.JWKSInvalid) &&
  error.code !== "ERR_JOSE_GENERIC";
