import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import {
  bodyDigest,
  type PassportFields,
  passportHeader,
  signingKey,
  signPassport,
} from "#lib/infra/crypto/passport.ts";
import { type AnyTx, type TenantTx, withTenant, withUser } from "#lib/infra/db/transaction.ts";
import { clientAddress } from "#lib/infra/http/address.ts";
import { bytesOf } from "#lib/infra/http/body.ts";
import { type Bucket, type Taken, take } from "#lib/infra/http/limits.ts";
import { bearerIn, callerOfBearer } from "./bearer.ts";
import type { Caller } from "./caller.ts";
import { gatewayOf, passportKeys } from "./gateway.ts";
import { gatewayBucket, unknownBucket } from "./limits.ts";
import { noteRefusal, type RefusedAt } from "./mutations.ts";
import { allPermissions, can, type Holder, nobody, type Permission, scopeOf } from "./permissions.ts";
import { problemOf } from "./problems.ts";
import { isHeldByAsking } from "./rules.ts";
import { resolveProject, resolveTenant, type TenantScope } from "./scope.ts";

/** What a gateway says of the request that it asks about, in headers that it sets itself. */
const asked = {
  organization: "x-portico-organization",
  project: "x-portico-project",
  permission: "x-portico-permission",
} as const;

const mostBody = 1024 * 1024;

/** What a passport says beside what its holder may do, and where a refusal is written down. */
type Place = {
  holder: Holder;
  /** Why its holder's key calls no models there, though its holder may; null where nothing is against it. */
  modelless: string | null;
  at: RefusedAt | null;
  fields: Omit<PassportFields, "user_id" | "permissions">;
};

/** What the caller holds where the gateway says the request goes; of nowhere in particular, nothing. */
async function placeOf(
  caller: Caller,
  organization: string | null,
  project: string | null,
): Promise<Outcome<Place>> {
  const { userId, scopes } = caller;
  if (!organization) {
    if (project) return refused("organization_needed");
    const profile = userId
      ? await withUser(userId, (tx) => readProfile(tx, caller))
      : { email: null, groups: caller.groups ?? [] };
    const holder = { ...nobody, scopes };
    const fields = { ...profile, organization: null, project: null, tier: null, namespace: null };
    return done({ holder, modelless: null, at: null, fields });
  }
  const tenant = await resolveTenant(caller, organization);
  if (!tenant) return refused("forbidden");
  return withTenant(tenant, async (tx): Promise<Outcome<Place>> => {
    const profile = await readProfile(tx, caller);
    const { slug, tier } = tenant.organization;
    const there = { ...profile, organization: slug };
    if (!project)
      return done({
        ...(await heldIn(tx, tenant, null)),
        at: tenant,
        fields: { ...there, project: null, tier, namespace: null },
      });
    const scope = await resolveProject(tx, tenant, project);
    if (!scope) return refused("forbidden");
    const { slug: name, tier: its, namespace } = scope.project;
    return done({
      ...(await heldIn(tx, scope, scope.projectId)),
      at: scope,
      fields: { ...there, project: name, tier: its, namespace },
    });
  });
}

/**
 * What the caller holds there. A key calls models for its own project alone, and not here where nobody would hold it to what it is for:
 * this answer is about a request, of which nobody knows which model it asks for.
 */
async function heldIn(
  tx: TenantTx,
  { caller, organizationId, holder }: TenantScope,
  projectId: string | null,
): Promise<Pick<Place, "holder" | "modelless">> {
  if (!caller.keyId || !can(holder, "models:call")) return { holder, modelless: null };
  const key = await tx.key.findFirst({ where: { id: caller.keyId, organizationId } });
  const its = key !== null && key.projectId === projectId;
  if (its && !isHeldByAsking(key)) return { holder, modelless: null };
  const scopes = new Set([...(holder.scopes ?? [])].filter((scope) => scope !== scopeOf("models:call")));
  return { holder: { ...holder, scopes }, modelless: its ? "token_limits" : "forbidden" };
}

type Profile = { email: string | null; groups: readonly string[] };

/** The person's verified address and groups; those of their token, where that says them itself. */
async function readProfile(tx: AnyTx, { userId, groups }: Caller): Promise<Profile> {
  const user = userId ? await tx.user.findUnique({ where: { id: userId } }) : null;
  return { email: user?.emailVerified ? user.email : null, groups: groups ?? user?.groups ?? [] };
}

/** The body's digest, or null where the gateway showed none, or not the whole. */
async function digestOf(request: Request): Promise<Outcome<string | null>> {
  const body = await bytesOf(request, mostBody);
  if (!body) return refused("body_large");
  const whole = body.length > 0 && request.headers.get("x-envoy-auth-partial-body") !== "true";
  return done(whole ? bodyDigest(body) : null);
}

/**
 * The passport for a request that a gateway holds. Whoever cannot prove to be the gateway of the audience is answered before
 * any token is looked at: with a passport at will, a person could go round what the gateway asks of them.
 */
async function authorize(
  request: Request,
  address: string | null,
  requestId: string,
  count: (buckets: readonly Bucket[]) => Promise<boolean>,
): Promise<Outcome<string>> {
  const header = (name: keyof typeof asked) => request.headers.get(asked[name]) || null;
  const audience = gatewayOf(request.headers);
  if (audience === null)
    return refused((await count([unknownBucket(address)])) ? "gateway_unknown" : "rate_limited");
  const key = signingKey(passportKeys(), audience);
  if (!key) return refused("audience_unknown");
  const bearer = bearerIn(request.headers);
  const called = bearer ? await callerOfBearer(bearer, address) : refused("no_credential");
  if (!(await count([gatewayBucket(called.ok ? called.value : null, address)])))
    return refused("rate_limited");
  if (!called.ok) return called;
  const permission = header("permission");
  if (permission && !allPermissions.includes(permission as Permission)) return refused("permission_unknown");
  const caller = called.value;
  const place = await placeOf(caller, header("organization"), header("project"));
  if (!place.ok) return place;
  const { holder, modelless, at, fields } = place.value;
  if (permission && !can(holder, permission as Permission)) {
    const reason = (permission === "models:call" && modelless) || "forbidden";
    const target = { kind: "permission", id: permission };
    await noteRefusal(caller, at, {
      action: "api.authorize",
      reason,
      target,
      requestId,
      detail: { audience },
    });
    return refused(reason);
  }
  const digest = await digestOf(request);
  if (!digest.ok) return digest;
  const permissions = allPermissions.filter((one) => can(holder, one));
  const passport = { ...fields, user_id: caller.userId ?? caller.actorId, permissions };
  return done(await signPassport(key, passport, digest.value));
}

/**
 * Answers a gateway that asks whether a request may pass: 200 with the passport to put on it, 401 or 403. Only bearer tokens
 * count: a cookie would come along with whatever a browser sends to the gateway.
 */
export async function answerGateway(request: Request, requestId: string): Promise<Response> {
  let taken: Taken | undefined;
  const count = async (buckets: readonly Bucket[]) => {
    taken = await take(buckets, taken);
    return taken.ok;
  };
  const answer = await authorize(request, clientAddress(request.headers), requestId, count);
  if (!answer.ok) return problemOf(answer, requestId, taken?.headers);
  return new Response(null, {
    status: 200,
    headers: {
      ...taken?.headers,
      [passportHeader]: answer.value,
      "cache-control": "no-store",
      "x-request-id": requestId,
    },
  });
}
