import {
  can,
  effectiveProjectRole,
  type Holder,
  organizationRoles,
  projectRoles,
  reaches,
  type Scope,
} from "#lib/domain/access/permissions.ts";
import type { TenantScope } from "#lib/domain/access/scope.ts";
import { changed } from "#lib/domain/audit/rules.ts";
import { done, type Outcome, type Refused, refused } from "#lib/domain/outcome.ts";
import { mintKey } from "#lib/infra/crypto/key.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import { beginnings, makerOf, secretRow } from "./mutations.ts";
import { type KeyKind, type KeyLimits, limitNames, overlaps } from "./names.ts";
import { renewedEnd } from "./renew.ts";
import { scopesBeyond, stateOf, widens } from "./rules.ts";
import { modelRestrictions, type RotateKeyInput, type UpdateKeyInput } from "./schema.ts";
import { type KeptKey, type KeyPlace, lockKey } from "./standing.ts";

const hour = 3_600_000;

type KeysTx = TenantTx | PlatformTx;

/** A key that was changed: what the audit row and the one who waits are told of it. */
export type ChangedKey = {
  id: string;
  name: string;
  kind: string;
  projectId: string | null;
  userId: string | null;
};
const changedKey = ({ id, name, kind, projectId, userId }: KeptKey): ChangedKey => ({
  id,
  name,
  kind,
  projectId,
  userId,
});

/** Why a key that works no more, or that somebody changed meanwhile, is not changed; null if it may be. */
function standsStill(key: KeptKey, version: number | null): Refused | null {
  const state = stateOf(key);
  if (state === "revoked" || state === "expired") return refused(`key_${state}_now`);
  return version !== null && version !== key.version ? refused("version_differs") : null;
}

const limitsOf = (key: Pick<KeptKey, keyof KeyLimits>) =>
  Object.fromEntries(
    limitNames.map((name) => [name, key[name] === null ? null : Number(key[name])]),
  ) as KeyLimits;

/** Whether a change lets a key that there is do more than now (`widens`). */
export async function isWidened(
  tx: TenantTx,
  { organizationId }: TenantScope,
  { id, ...wanted }: UpdateKeyInput,
): Promise<boolean> {
  const key = await tx.key.findFirst({ where: { id, organizationId } });
  return key !== null && widens({ ...key, ...limitsOf(key) }, wanted);
}

/** Changes the name, the limits, and where and for what a key may be used. What it may do at all was said when it was made. */
export async function updateKey(
  tx: KeysTx,
  scope: KeyPlace,
  { id, version, limits = {}, ...wanted }: UpdateKeyInput,
): Promise<Outcome<ChangedKey & { version: number; detail: ReturnType<typeof changed> }>> {
  // The caller's key before this one: a key is locked before what was made with it, here as where it is revoked.
  const maker = await makerOf(tx, scope.caller);
  if (!maker.ok) return maker;
  const found = await lockKey(tx, scope, id);
  if (!found) return refused("not_found");
  const { key, may } = found;
  if (!may.manage) return refused("forbidden");
  const still = standsStill(key, version);
  if (still) return still;
  const [of] = key.scopes.includes("models:call") ? [] : modelRestrictions({ ...wanted, limits });
  if (of) return refused("key_models_scope", { field: of.join(".") });
  const data = Object.fromEntries(
    Object.entries({ ...wanted, ...limits }).filter(([, value]) => value !== undefined),
  );
  await tx.key.update({ where: { id }, data: { ...data, version: { increment: 1 } } });
  const before = { ...key, ...limitsOf(key) };
  const fields = ["name", "models", "routes", "addresses", ...limitNames] as const;
  const detail = changed(before, { ...before, ...data }, fields);
  return done({ ...changedKey(key), version: key.version + 1, detail });
}

/** What is answered once: the new secret, and until when the one before goes on working (null: it ended). */
export type RotatedKey = ChangedKey & {
  key: string;
  prefix: string;
  lastFour: string;
  expiresAt: Date;
  version: number;
  before: { prefix: string; lastFour: string; endsAt: Date | null };
};

/** Why the caller may not be shown a secret of this key; null if they may. Nobody is given more than they hold. */
function secretRefusal(key: KeptKey, holder: Holder, scope: KeyPlace, manage: boolean): Refused | null {
  const { caller, userId } = scope;
  if (caller.kind === "jwt" || caller.kind === "kubernetes") return refused("key_maker");
  // Whoever has a secret that was replaced, perhaps because it is known to others, gets no newer one by it.
  if (caller.secretEndsAt) return refused("key_secret_before");
  // With a key: that one itself, or one that ends with it.
  if (caller.keyId) return [key.id, key.parentId].includes(caller.keyId) ? null : refused("key_rotate_own");
  if (key.kind === "personal") return key.userId === userId ? null : refused("key_rotate_person");
  if (!manage || scopesBeyond(holder.scopes, key.scopes as Scope[]).length > 0) return refused("forbidden");
  if (key.organizationRole && !reaches(organizationRoles, holder.organizationRole, key.organizationRole))
    return refused("key_role_above");
  if (
    key.projectRole &&
    !can(holder, "keys:manage") &&
    !reaches(projectRoles, effectiveProjectRole(holder), key.projectRole)
  )
    return refused("key_role_above");
  return null;
}

/**
 * Gives a key a new secret; the one before works for the overlap that is chosen. At most two work at a time: while one
 * before still does, it is ended first (`key_overlap`), or by rotating with no overlap. The key may be given more time with it.
 */
export async function rotateKey(
  tx: KeysTx,
  scope: KeyPlace,
  { id, version, overlap, expiresAt: wanted }: RotateKeyInput,
): Promise<Outcome<RotatedKey>> {
  const found = await lockKey(tx, scope, id);
  if (!found) return refused("not_found");
  const { key, may, holder } = found;
  const denial = secretRefusal(key, holder, scope, may.manage) ?? standsStill(key, version);
  if (denial) return denial;
  const end = await renewedEnd(tx, key, holder, scope, wanted ?? null);
  if (!end.ok) return end;
  const expiresAt = end.value;
  const now = new Date();
  const old = await tx.keySecret.findMany({
    where: { keyId: id, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    orderBy: { id: "desc" },
  });
  const [current] = key.secrets;
  if (!current) throw new Error(`Key ${id} has no secret that works.`);
  if (overlap !== "now" && old.length > 1) return refused("key_overlap");
  const endsAt = new Date(Math.min(now.getTime() + overlaps[overlap] * hour, key.expiresAt.getTime()));
  await tx.keySecret.updateMany({ where: { id: { in: old.map((secret) => secret.id) } }, data: { endsAt } });
  const minted = mintKey(beginnings[key.kind as KeyKind]);
  await tx.keySecret.create({ data: { ...secretRow(minted, key.organizationId, scope.userId), keyId: id } });
  // What was reported is the secret before: the new one is known to nobody yet.
  const fresh = {
    leakReportedAt: null,
    leakSource: null,
    ...(wanted ? { expiryTold: null, renewedAt: now } : {}),
  };
  await tx.key.update({ where: { id }, data: { ...fresh, expiresAt, version: { increment: 1 } } });
  const { text, prefix, lastFour } = minted;
  const before = {
    prefix: current.prefix,
    lastFour: current.lastFour,
    endsAt: overlap === "now" ? null : endsAt,
  };
  return done({
    ...changedKey(key),
    key: text,
    prefix,
    lastFour,
    expiresAt,
    version: key.version + 1,
    before,
  });
}

/** Ends the secret from before a rotation now. Once is enough: a second time there is nothing to end (`key_no_overlap`). */
export async function endOverlap(
  tx: KeysTx,
  scope: KeyPlace,
  id: string,
): Promise<Outcome<ChangedKey & { prefix: string }>> {
  const found = await lockKey(tx, scope, id);
  if (!found) return refused("not_found");
  const now = new Date();
  const [old] = await tx.keySecret.findMany({
    where: { keyId: id, endsAt: { gt: now } },
    orderBy: { id: "desc" },
  });
  if (!old) return refused("key_no_overlap");
  await tx.keySecret.updateMany({ where: { keyId: id, endsAt: { gt: now } }, data: { endsAt: now } });
  await tx.key.update({ where: { id }, data: { version: { increment: 1 } } });
  return done({ ...changedKey(found.key), prefix: old.prefix });
}

/** Has a key be refused until it is enabled again, and those made with it. Twice is once. */
export async function disableKey(tx: KeysTx, scope: KeyPlace, id: string): Promise<Outcome<ChangedKey>> {
  const found = await lockKey(tx, scope, id);
  if (!found) return refused("not_found");
  const still = standsStill(found.key, null);
  if (still) return still;
  await tx.key.updateMany({
    where: { id, disabledAt: null },
    data: { disabledAt: new Date(), disabledBy: scope.userId },
  });
  return done(changedKey(found.key));
}

/**
 * Lets a disabled key be used again. What somebody else disabled its person does not enable, whatever projects they manage
 * (`key_disabled_by`), and what was made with a disabled key stands with that one (`key_parent_disabled`).
 */
export async function enableKey(tx: KeysTx, scope: KeyPlace, id: string): Promise<Outcome<ChangedKey>> {
  // Before this one, as where that is disabled or revoked: whoever disables it meanwhile waits, and then disables this one too.
  const [parent] = await tx.$queryRaw<{ disabledAt: Date | null }[]>`
    select p.disabled_at as "disabledAt" from keys k join keys p on p.id = k.parent_id where k.id = ${id}::uuid for share of p`;
  const found = await lockKey(tx, scope, id);
  if (!found) return refused("not_found");
  const { key, may, holder } = found;
  const still = standsStill(key, null);
  if (still) return still;
  // Who sees another's key, or a project's, answers for its project.
  const answers = can(holder, "keys:manage") || (!may.own && key.kind !== "service");
  const byThemselves = scope.userId !== null && key.disabledBy === scope.userId;
  if (key.disabledAt && !answers && !byThemselves) return refused("key_disabled_by");
  if (parent?.disabledAt) return refused("key_parent_disabled");
  await tx.key.updateMany({ where: { id }, data: { disabledAt: null, disabledBy: null } });
  return done(changedKey(key));
}

/** Ends a key for good, and those made with it, from the next use on. Twice is once; rows stay for lists and the audit log. */
export async function revokeKey(
  tx: KeysTx,
  scope: KeyPlace,
  id: string,
): Promise<Outcome<ChangedKey & { again: boolean }>> {
  const found = await lockKey(tx, scope, id);
  if (!found) return refused("not_found");
  const again = found.key.revokedAt !== null;
  await endKeys(tx, { id }, scope.userId);
  return done({ ...changedKey(found.key), again });
}

/** Revokes what stands and is one of these; answers how many there were. */
export async function endKeys(
  tx: KeysTx,
  where: { id: string | { in: string[] }; userId?: string; organizationId?: string | null },
  revokedBy: string | null,
): Promise<number> {
  const { count } = await tx.key.updateMany({
    where: { ...where, revokedAt: null },
    data: { revokedAt: new Date(), revokedBy },
  });
  return count;
}
