import { findViewer } from "#lib/domain/identity/data.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { sessionCookie } from "#lib/infra/auth/index.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { isSameOrigin } from "#lib/infra/http/same-origin.ts";
import { callerOfIdentity } from "./bearer-identity.ts";
import { claimsOfJwt, issuerOf } from "./bearer-jwt.ts";
import { callerOfKey } from "./bearer-key.ts";
import { callerOfKubernetes } from "./bearer-kubernetes.ts";
import { type Caller, callerOfViewer } from "./caller.ts";

/** The token that a request bears; undefined without one. */
export const bearerIn = (headers: Headers): string | undefined =>
  /^Bearer +(\S+) *$/i.exec(headers.get("authorization") ?? "")?.[1];

/**
 * Who calls /api/v1: the bearer of a key of ours or of a token (a configured issuer's, or the cluster's), or, from our own pages, whoever is
 * signed in. Refused with `no_credential`, or with why the token opens nothing.
 */
export async function callerOf(request: Request, address: string | null): Promise<Outcome<Caller>> {
  if (request.headers.has("authorization")) {
    const bearer = bearerIn(request.headers);
    return bearer ? callerOfBearer(bearer, address) : refused("no_credential");
  }
  // A cookie comes along with whatever a browser sends; only our own pages may make use of it here.
  const own = webEnv().PORTICO_URL;
  const cookie = isSameOrigin(request.headers, own)
    ? cookieOf(request.headers, sessionCookie(own))
    : undefined;
  const viewer = cookie ? await findViewer(cookie) : null;
  return viewer ? done({ ...callerOfViewer(viewer, address), via: "api" }) : refused("no_credential");
}

const cookieOf = (headers: Headers, name: string): string | undefined =>
  (headers.get("cookie") ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1);

/** Longer than any token that is meant for us. */
const longest = 16_384;

/** The caller that a token stands for. What it looks like says whom to ask; nothing of it is believed before that. */
export async function callerOfBearer(text: string, address: string | null): Promise<Outcome<Caller>> {
  if (text.length > longest) return refused("token_unknown");
  if (text.startsWith("ptc_")) return callerOfKey(text, address);
  const issuer = issuerOf(text);
  if (issuer) {
    const claims = await claimsOfJwt(text, issuer);
    return claims.ok ? callerOfIdentity(claims.value, address) : claims;
  }
  return webEnv().PORTICO_KUBERNETES_TOKENS ? callerOfKubernetes(text, address) : refused("token_unknown");
}
