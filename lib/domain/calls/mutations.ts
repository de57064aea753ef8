import type { z } from "zod";
import type { Caller } from "#lib/domain/access/caller.ts";
import type { Denied } from "#lib/domain/access/gateway.ts";
import { gatewayBucket } from "#lib/domain/access/limits.ts";
import { noteRefusal } from "#lib/domain/access/mutations.ts";
import { rolesWith, scopeOf } from "#lib/domain/access/permissions.ts";
import { isHeldByAsking } from "#lib/domain/access/rules.ts";
import type { ProjectScope } from "#lib/domain/access/scope.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { tierOf, tiers } from "#lib/domain/tiers/rules.ts";
import { hashKey, isWellFormed } from "#lib/infra/crypto/key.ts";
import { type SigningKey, signAccessToken, signingKeysOfFile } from "#lib/infra/crypto/signing.ts";
import { prisma } from "#lib/infra/db/client.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { take } from "#lib/infra/http/limits.ts";
import { limitHeaders, refusalHeaders } from "./rules.ts";
import type { IssuedToken, LimitState, tokenInput, Verified, verifyInput } from "./schema.ts";

/** Whose key it is, where it may not be used for this: for the log of their organization. */
type Whose = {
  id: string;
  name: string;
  organization: string | null;
  project: string | null;
  user: string | null;
};
type Answer =
  | (Verified & { refused?: undefined; now: string })
  | { refused: string; whose?: Whose; limit?: LimitState; now?: string };

/** Who may call models, as the table of permissions says, and which ones: the function of the database decides by what is handed to it here. */
const may = {
  scope: scopeOf("models:call"),
  ...rolesWith("models:call"),
  tiers: Object.fromEntries(tiers.map(({ id, models }) => [id, models])),
};

/** How often a minute the refusals of one key are looked at for the log. */
const notesMost = 30;

const callerOf = ({ id, name, organization, user }: Whose, address: string | null): Caller => ({
  kind: "key",
  userId: user,
  actorId: user ?? id,
  name,
  via: "api",
  address,
  keyId: id,
  scopes: null,
  organizationId: organization,
  grants: null,
  platformAdmin: false,
});

/**
 * Whether a call of a model with this key may go on, and takes it from the key's limits if so: one round trip, nothing kept. Refused
 * with why, which is what whoever called is to be told.
 */
export async function verifyKey(
  audience: string,
  { key, ...asked }: z.infer<typeof verifyInput>,
  requestId: string,
): Promise<Outcome<{ value: Verified; headers: Record<string, string> }> | Denied> {
  if (!isWellFormed(key)) return unknown(asked.address, "key_unknown");
  const question = { ...may, ...asked, audience, groupsHours: webEnv().PORTICO_GROUPS_HOURS };
  // As text: the client takes a value that it reads as JSON apart twice.
  const [row] = await prisma().$queryRaw<{ answer: string }[]>`
    select portico_verify(${hashKey(key)}, ${JSON.stringify(question)}::jsonb)::text as answer`;
  if (!row) throw new Error("portico_verify answers always.");
  const answer = JSON.parse(row.answer) as Answer;
  if (answer.refused === undefined) {
    const { now, ...value } = answer;
    return done({ value, headers: limitHeaders(value.limits, new Date(now)) });
  }
  const { refused: reason, whose, limit, now } = answer;
  if (limit) {
    const { name, limit: most, used, resetsAt } = limit;
    return {
      ...refused(reason, { values: { name, most, used, resetsAt } }),
      more: { limit },
      headers: refusalHeaders(limit, new Date(now ?? Date.now())),
    };
  }
  if (!whose) return unknown(asked.address, reason);
  const { model, route } = asked;
  const denied = refused(reason, { values: { scope: may.scope, model: model ?? "", route: route ?? "" } });
  // Who goes on trying what they may not do has the log looked through no more often than people read it.
  const { ok } = await take([{ key: `key:${whose.id}:refused`, amount: notesMost, seconds: 60 }]);
  if (!ok) return denied;
  await noteRefusal(
    callerOf(whose, asked.address ?? null),
    { organizationId: whose.organization, projectId: whose.project },
    {
      action: "keys.verify",
      reason,
      requestId,
      target: { kind: "key", id: whose.id, name: whose.name },
      detail: { audience, ...(model ? { model } : {}), ...(route ? { route } : {}) },
    },
  );
  return denied;
}

/** A key that opens nothing is counted for where it came from: nobody tries keys by the thousand through a gateway. */
async function unknown(address: string | undefined, reason: string): Promise<Denied> {
  const { ok, headers } = await take([gatewayBucket(null, address ?? null)]);
  return ok ? refused(reason) : { ...refused("rate_limited"), headers };
}

export const signingKeysNow = (): readonly SigningKey[] => {
  const { PORTICO_SIGNING_KEYS: keys, PORTICO_SIGNING_KEYS_FILE: file } = webEnv();
  return file ? signingKeysOfFile(file) : keys;
};

/**
 * Signs a token that lets its bearer call models in the project, as the right stands now. Refused for an audience that is not
 * configured, who is let in for minutes by another issuer (`key_maker`), an archived project, and a key that nobody would hold to
 * what it is for (`token_limits`): a token goes on from any address, too.
 */
export async function signToken(
  tx: TenantTx,
  scope: ProjectScope,
  { audience }: z.infer<typeof tokenInput>,
): Promise<Outcome<IssuedToken>> {
  const { PORTICO_URL: iss, PORTICO_TOKEN_AUDIENCES: audiences } = webEnv();
  const aud = audience ?? audiences[0];
  if (!aud || !audiences.includes(aud)) return refused("token_audience", { field: "audience" });
  const { organizationId, projectId, organization, project, caller, actorId } = scope;
  // It would outlive what they came with.
  if (caller.kind === "jwt" || caller.kind === "kubernetes") return refused("key_maker");
  const place = { organizationId, projectId };
  const { archivedAt } = await tx.project.findFirstOrThrow({ where: { organizationId, id: projectId } });
  if (archivedAt) return refused("project_archived");
  const key = caller.keyId ? await tx.key.findFirst({ where: { id: caller.keyId, ...place } }) : null;
  if (caller.keyId && !key) return refused("not_found");
  if (key && (isHeldByAsking(key) || key.addresses.length > 0)) return refused("token_limits");
  const signed = await signAccessToken(
    signingKeysNow(),
    {
      iss,
      aud,
      sub: caller.userId ?? actorId,
      client_id: caller.keyId ?? "portico",
      scope: may.scope,
      organization: organization.slug,
      organization_id: organizationId,
      project: project.slug,
      project_id: projectId,
      tier: project.tier,
      models: [...tierOf(project.tier).models],
    },
    caller.secretEndsAt ?? key?.expiresAt,
  );
  if (signed && key) await tx.$queryRaw`select portico_gateway_knows(${key.id}::uuid, ${aud})::text`;
  return signed ? done({ ...signed, audience: aud }) : refused("token_off");
}
