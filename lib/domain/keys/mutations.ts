import type { Caller } from "#lib/domain/access/caller.ts";
import {
  can,
  effectiveProjectRole,
  endOf,
  type Holder,
  nobody,
  organizationRoles,
  projectRoles,
  reaches,
  type Scope,
} from "#lib/domain/access/permissions.ts";
import type { TenantScope } from "#lib/domain/access/scope.ts";
import { outlasts } from "#lib/domain/members/rules.ts";
import { done, type Outcome, type Refused, refused } from "#lib/domain/outcome.ts";
import { type MintedKey, mintKey } from "#lib/infra/crypto/key.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { AnyTx, PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import { longestLife } from "./data.ts";
import type { KeyKind } from "./names.ts";
import { lastEnd, scopesBeyond } from "./rules.ts";
import { type CreateKeyInput, platformScopes } from "./schema.ts";
import { holderAt } from "./standing.ts";

/** What a key of each kind begins with. */
export const beginnings = {
  personal: "ptc_usr_",
  project: "ptc_prj_",
  service: "ptc_svc_",
  platform: "ptc_plt_",
} as const satisfies Record<KeyKind, string>;

/** What is answered once: the secret itself, with what lists show of it later. */
export type NewKey = {
  id: string;
  key: string;
  kind: KeyKind;
  name: string;
  prefix: string;
  lastFour: string;
  scopes: Scope[];
  expiresAt: Date;
  projectId: string | null;
};

type Wanted = Pick<CreateKeyInput, "name" | "expiresAt" | "models" | "routes" | "addresses" | "limits"> & {
  kind: KeyKind;
  scopes: Scope[];
};
type Owner = {
  organizationId: string | null;
  userId: string | null;
  organizationRole?: string | null;
  projectId?: string | null;
  projectRole?: string | null;
};

/** The row of a minted secret. Its text is in no table. */
export const secretRow = (
  { hash, prefix, lastFour }: MintedKey,
  organizationId: string | null,
  createdBy: string | null,
) => ({ id: newId(), organizationId, hash, prefix, lastFour, createdBy });

/** The end that a key is to have; refused where it has passed (`date_past`), or none lives that long (`key_days_most`). */
export async function endAsked(
  tx: AnyTx,
  organizationId: string | null,
  expiresAt: string,
): Promise<Outcome<Date>> {
  const end = new Date(expiresAt);
  const field = "expiresAt";
  // The organization's word cannot change before the transaction is over.
  await tx.$queryRaw`select id from organizations where id = ${organizationId}::uuid for share`;
  const most = await longestLife(tx, organizationId);
  const now = new Date();
  if (end <= now) return refused("date_past", { field });
  return end > lastEnd(now, most) ? refused("key_days_most", { field, values: { most } }) : done(end);
}

/** Until when what is made by this caller lives at most (null for no such end), or why they make none. */
export async function makerOf(
  tx: AnyTx,
  { kind, keyId, secretEndsAt }: Pick<Caller, "kind" | "keyId" | "secretEndsAt">,
): Promise<Outcome<Date | null>> {
  if (kind === "jwt" || kind === "kubernetes") return refused("key_maker");
  if (secretEndsAt) return refused("key_secret_before");
  if (!keyId) return done(null);
  // Locked: a revocation that comes after this ends the new one too, and one that came before is seen here.
  const [maker] = await tx.$queryRaw<{ expiresAt: Date; limited: boolean }[]>`
    select expires_at as "expiresAt", models || routes || addresses <> '{}'
      or num_nonnulls(requests_per_minute, tokens_per_minute, tokens_per_month, cost_per_month) > 0 as limited
    from keys where id = ${keyId}::uuid and revoked_at is null and disabled_at is null and expires_at > now() for share`;
  if (!maker) return refused("key_revoked");
  return maker.limited ? refused("key_maker_limited") : done(maker.expiresAt);
}

/**
 * Writes the row of a key that may be made. Its secret is in the answer alone. One that is made with a key ends with it;
 * what another issuer lets in for minutes makes none (`key_maker`), nor does the secret from before a rotation
 * (`key_secret_before`), nor a key with limits, which are its own alone (`key_maker_limited`).
 */
async function insertKey(tx: AnyTx, owner: Owner, wanted: Wanted, caller: Caller): Promise<Outcome<NewKey>> {
  const maker = await makerOf(tx, caller);
  if (!maker.ok) return maker;
  const { kind, name, scopes, models, routes, addresses, limits } = wanted;
  const asked = await endAsked(tx, owner.organizationId, wanted.expiresAt);
  if (!asked.ok) return asked;
  const minted = mintKey(beginnings[kind]);
  const { text: key, prefix, lastFour } = minted;
  const expiresAt = maker.value && maker.value < asked.value ? maker.value : asked.value;
  const { userId: createdBy, keyId: parentId } = caller;
  const shown = { id: newId(), kind, name, scopes, expiresAt };
  const restrictions = { models, routes, addresses, ...limits };
  const secrets = { create: secretRow(minted, owner.organizationId, createdBy) };
  await tx.key.create({
    data: { ...shown, ...owner, ...restrictions, createdBy, parentId, secrets },
  });
  return done({ ...shown, key, prefix, lastFour, projectId: owner.projectId ?? null });
}

/** Why the holder may not make such a key; null if they may. */
function makerRefusal(holder: Holder, userId: string | null, input: CreateKeyInput): Refused | null {
  const { kind, project, organizationRole, projectRole, scopes, expiresAt } = input;
  const [beyond] = scopesBeyond(holder.scopes, scopes);
  if (beyond) return refused("key_scope_beyond", { field: "scopes", values: { scope: beyond } });
  if (kind === "personal") {
    if (!userId) return refused("key_person_needed", { field: "kind" });
    if (!project) return can(holder, "keys:own") ? null : refused("forbidden");
    return can(holder, "project-keys:own") ? null : refused("key_project_role", { field: "project" });
  }
  if (!can(holder, kind === "project" ? "project-keys:manage" : "keys:manage")) return refused("forbidden");
  if (organizationRole && !reaches(organizationRoles, holder.organizationRole, organizationRole))
    return refused("key_role_above", { field: "organizationRole" });
  if (projectRole && !reaches(projectRoles, effectiveProjectRole(holder), projectRole))
    return refused("key_role_above", { field: "projectRole" });
  if (scopes.includes("models:call") && !can({ ...nobody, organizationRole, projectRole }, "models:call"))
    return refused("key_models_role", { field: projectRole ? "projectRole" : "organizationRole" });
  // What stays when its maker goes neither outlasts the role that made it, nor gives roles that do.
  const end = endOf(holder, kind === "project" ? "project" : "organization");
  if (end && new Date(expiresAt) > end) return outlasts(end, "expiresAt");
  return end && scopes.includes("members:write") ? outlasts(end, "scopes") : null;
}

/** Why there is no place for such a key: the project, or the organization for who has roles in projects alone. */
function unseen({ holder }: TenantScope, { project }: CreateKeyInput): Refused {
  if (project) return refused("key_project_unknown", { field: "project" });
  return holder.organizationRole ? refused("not_found") : refused("key_project_needed", { field: "project" });
}

/**
 * Makes a key of an organization. Refused for more than its maker holds: a scope that the maker's own key lacks
 * (`key_scope_beyond`), a role above the maker's (`key_role_above`), one that would outlast it or could give roles that do
 * (`role_outlasts`), a service by who may not manage keys, a project's by who may not manage those (`forbidden`).
 */
export async function createKey(
  tx: TenantTx,
  scope: TenantScope,
  input: CreateKeyInput,
): Promise<Outcome<NewKey>> {
  const { organizationId, userId, caller } = scope;
  const at = await holderAt(tx, scope, input.project);
  if (!at) return unseen(scope, input);
  const denial = makerRefusal(at.holder, userId, input);
  if (denial) return denial;
  const { organizationRole, projectRole } = input;
  const owner = {
    organizationId,
    userId: input.kind === "personal" ? userId : null,
    organizationRole,
    projectId: at.projectId,
    projectRole,
  };
  return insertKey(tx, owner, input, caller);
}

const unlimited = {
  models: [],
  routes: [],
  addresses: [],
  limits: { requestsPerMinute: null, tokensPerMinute: null, tokensPerMonth: null, costPerMonth: null },
};

/** Makes a key of the platform, of no organization, with the rights of a platform admin for as long as its person is one. */
export const createPlatformKey = (
  tx: PlatformTx,
  caller: Caller,
  wanted: { name: string; expiresAt: string },
): Promise<Outcome<NewKey>> =>
  insertKey(
    tx,
    { organizationId: null, userId: caller.userId },
    { ...wanted, ...unlimited, kind: "platform", scopes: platformScopes },
    caller,
  );
