import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import {
  bodyDigest,
  keysOfFile,
  type PassportFields,
  type PassportKey,
  passportHeader,
  signingKey,
  signPassport,
} from "#lib/infra/crypto/passport.ts";
import { withTenant, withUser } from "#lib/infra/db/transaction.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { clientAddress } from "#lib/infra/http/address.ts";
import { take } from "#lib/infra/http/limits.ts";
import { callerOfBearer } from "./bearer.ts";
import type { Caller } from "./caller.ts";
import { allPermissions, can, type Holder, type Permission } from "./permissions.ts";
import { problemOf } from "./problems.ts";
import { resolveProject, resolveTenant } from "./scope.ts";

/** What a gateway says of the request that it asks about, in headers that it sets itself. */
const asked = {
  audience: "x-portico-audience",
  organization: "x-portico-organization",
  project: "x-portico-project",
  permission: "x-portico-permission",
} as const;

/** A gateway asks for every request it lets through, so it may do so more often than a client of the API. */
const perMinute = { caller: 12_000, unknown: 600 };
const mostBody = 1024 * 1024;

const passportKeys = (): readonly PassportKey[] => {
  const { PORTICO_PASSPORT_KEYS: keys, PORTICO_PASSPORT_KEYS_FILE: file } = webEnv();
  return file ? keysOfFile(file) : keys;
};

type Place = { holder: Holder; tier: string | null; namespace: string | null };

/** What the caller holds where the gateway says the request goes; of nowhere in particular, nothing. */
async function placeOf(
  caller: Caller,
  organization: string | null,
  project: string | null,
): Promise<Outcome<Place & { profile: Profile }>> {
  const { userId, scopes } = caller;
  if (!organization) {
    if (project) return refused("organization_needed");
    const profile = userId ? await withUser(userId, (tx) => readProfile(tx, userId)) : nobody;
    const holder = { organizationRole: null, projectRole: null, platformAdmin: false, scopes };
    return done({ holder, tier: null, namespace: null, profile });
  }
  const tenant = await resolveTenant(caller, organization);
  if (!tenant) return refused("forbidden");
  return withTenant(tenant, async (tx): Promise<Outcome<Place & { profile: Profile }>> => {
    const profile = userId ? await readProfile(tx, userId) : nobody;
    if (!project)
      return done({ holder: tenant.holder, tier: tenant.organization.tier, namespace: null, profile });
    const scope = await resolveProject(tx, tenant, project);
    if (!scope) return refused("forbidden");
    const { tier, namespace } = scope.project;
    return done({ holder: scope.holder, tier, namespace, profile });
  });
}

type Profile = { email: string | null; groups: string[] };
const nobody: Profile = { email: null, groups: [] };
type Users = {
  user: {
    findUnique(query: {
      where: { id: string };
    }): PromiseLike<{ email: string | null; emailVerified: boolean; groups: string[] } | null>;
  };
};

async function readProfile(tx: Users, id: string): Promise<Profile> {
  const user = await tx.user.findUnique({ where: { id } });
  return user ? { email: user.emailVerified ? user.email : null, groups: user.groups } : nobody;
}

/** The body's digest, or null where the gateway showed none, or not the whole. */
async function digestOf(request: Request): Promise<Outcome<string | null>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of request.body ?? []) {
    size += part.byteLength;
    if (size > mostBody) return refused("body_large");
    parts.push(part);
  }
  if (size === 0 || request.headers.get("x-envoy-auth-partial-body") === "true") return done(null);
  return done(bodyDigest(Buffer.concat(parts)));
}

async function authorize(request: Request, address: string | null): Promise<Outcome<string>> {
  const header = (name: keyof typeof asked) => request.headers.get(asked[name]) || null;
  const [, bearer] = /^Bearer +(\S+) *$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  const called = bearer ? await callerOfBearer(bearer, address) : refused("no_credential");
  const counted = await take([
    called.ok
      ? { key: `auth:${called.value.tokenId ?? called.value.actorId}`, amount: perMinute.caller, seconds: 60 }
      : { key: `ip:${address ?? "unknown"}:authorize`, amount: perMinute.unknown, seconds: 60 },
  ]);
  if (!counted.ok) return refused("rate_limited");
  if (!called.ok) return called;
  const audience = header("audience");
  const key = audience && signingKey(passportKeys(), audience);
  if (!key) return refused("audience_unknown");
  const permission = header("permission");
  if (permission && !allPermissions.includes(permission as Permission)) return refused("permission_unknown");
  const caller = called.value;
  const place = await placeOf(caller, header("organization"), header("project"));
  if (!place.ok) return place;
  const { holder, tier, namespace, profile } = place.value;
  if (permission && !can(holder, permission as Permission)) return refused("forbidden");
  const digest = await digestOf(request);
  if (!digest.ok) return digest;
  const fields: PassportFields = {
    user_id: caller.userId ?? caller.actorId,
    ...profile,
    permissions: allPermissions.filter((one) => can(holder, one)),
    tier,
    namespace,
  };
  return done(await signPassport(key, fields, digest.value));
}

/**
 * Answers a gateway that asks whether a request may pass: 200 with the passport to put on it, 401 or 403. Only bearer tokens
 * count: a cookie would come along with whatever a browser sends to the gateway.
 */
export async function answerGateway(request: Request, requestId: string): Promise<Response> {
  const answer = await authorize(request, clientAddress(request.headers));
  if (!answer.ok) return problemOf(answer, requestId);
  return new Response(null, {
    status: 200,
    headers: { [passportHeader]: answer.value, "cache-control": "no-store", "x-request-id": requestId },
  });
}
