import type { Caller } from "#lib/domain/access/caller.ts";
import {
  can,
  effectiveProjectRole,
  endOf,
  organizationRoles,
  projectRoles,
  reaches,
  type Scope,
} from "#lib/domain/access/permissions.ts";
import { resolveProject, type TenantScope } from "#lib/domain/access/scope.ts";
import { outlasts } from "#lib/domain/members/rules.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { getSettings } from "#lib/domain/settings/data.ts";
import { mintKey } from "#lib/infra/crypto/key.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { AnyTx, PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import { daysFrom, scopesBeyond } from "./rules.ts";
import { type CreateKeyInput, platformScopes } from "./schema.ts";

const kinds = { personal: "ptc_usr_", service: "ptc_svc_", platform: "ptc_plt_" } as const;
type KeyKind = keyof typeof kinds;

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
};

type Owner = {
  organizationId: string | null;
  userId: string | null;
  organizationRole?: string | null;
  projectId?: string | null;
  projectRole?: string | null;
};

/**
 * Writes the row of a key that may be made. Its secret is in the answer alone. One that is made with a key ends with it;
 * what another issuer lets in for minutes makes none (`key_maker`).
 */
async function insertKey(
  tx: AnyTx,
  owner: Owner,
  wanted: { kind: KeyKind; name: string; scopes: Scope[]; expiresInDays: number },
  { kind: by, userId: createdBy, keyId: parentId }: Caller,
): Promise<Outcome<NewKey>> {
  if (by === "jwt" || by === "kubernetes") return refused("key_maker");
  const { maxKeyDays: most } = await getSettings(tx);
  if (wanted.expiresInDays > most)
    return refused("key_days_most", { field: "expiresInDays", values: { most } });
  const { kind, name, scopes } = wanted;
  const { text: key, prefix, lastFour, hash: keyHash } = mintKey(kinds[kind]);
  const id = newId();
  const createdAt = new Date();
  // Locked: a revocation that comes after this ends the new one too, and one that came before is seen here.
  const [parent] = parentId
    ? await tx.$queryRaw<{ expiresAt: Date }[]>`select expires_at as "expiresAt" from keys
        where id = ${parentId}::uuid and revoked_at is null and expires_at > now() for share`
    : [];
  if (parentId && !parent) return refused("key_revoked");
  const asked = daysFrom(createdAt, wanted.expiresInDays);
  const expiresAt = parent && parent.expiresAt < asked ? parent.expiresAt : asked;
  const shown = { id, kind, name, prefix, lastFour, scopes, expiresAt };
  await tx.key.create({ data: { ...shown, ...owner, keyHash, createdBy, createdAt, parentId } });
  return done({ ...shown, key });
}

/**
 * Makes a key of an organization. Refused for more than its maker holds: a scope that the maker's own key lacks
 * (`key_scope_beyond`), a role above the maker's (`key_role_above`), a service that would outlast it or could give roles that do
 * (`role_outlasts`), a service by who may not manage keys (`forbidden`).
 */
export async function createKey(
  tx: TenantTx,
  scope: TenantScope,
  input: CreateKeyInput,
): Promise<Outcome<NewKey>> {
  const { organizationId, userId, holder, caller } = scope;
  const [beyond] = scopesBeyond(holder.scopes, input.scopes);
  if (beyond) return refused("key_scope_beyond", { field: "scopes", values: { scope: beyond } });
  if (input.kind === "personal") {
    if (!userId) return refused("key_person_needed", { field: "kind" });
    return insertKey(tx, { organizationId, userId }, input, caller);
  }
  if (!can(holder, "keys:manage")) return refused("forbidden");
  const { organizationRole, projectRole } = input;
  if (organizationRole && !reaches(organizationRoles, holder.organizationRole, organizationRole))
    return refused("key_role_above", { field: "organizationRole" });
  const project = input.project ? await resolveProject(tx, scope, input.project) : null;
  if (input.project && !project) return refused("key_project_unknown", { field: "project" });
  if (project && projectRole && !reaches(projectRoles, effectiveProjectRole(project.holder), projectRole))
    return refused("key_role_above", { field: "projectRole" });
  // A service neither outlasts the role that made it, nor gives roles that do.
  const end = endOf(holder, "organization");
  if (end && daysFrom(new Date(), input.expiresInDays) > end) return outlasts(end, "expiresInDays");
  if (end && input.scopes.includes("members:write")) return outlasts(end, "scopes");
  const owner = {
    organizationId,
    userId: null,
    organizationRole,
    projectId: project?.projectId ?? null,
    projectRole,
  };
  return insertKey(tx, owner, input, caller);
}

/** Makes a key of the platform, of no organization, with the rights of a platform admin for as long as its person is one. */
export const createPlatformKey = (
  tx: PlatformTx,
  caller: Caller,
  wanted: { name: string; expiresInDays: number },
): Promise<Outcome<NewKey>> =>
  insertKey(
    tx,
    { organizationId: null, userId: caller.userId },
    { ...wanted, kind: "platform", scopes: platformScopes },
    caller,
  );

type Revoked = { id: string; name: string; kind: string };

/** Ends a key for good, and those made with it, from the next use on. Twice is once; rows stay for lists and the audit log. */
export async function revokeKey(
  tx: TenantTx | PlatformTx,
  where: { id: string; organizationId: string | null; userId?: string },
  revokedBy: string | null,
): Promise<Outcome<Revoked>> {
  const key = await tx.key.findFirst({ where, select: { id: true, name: true, kind: true } });
  if (!key) return refused("not_found");
  await tx.key.updateMany({
    where: { id: key.id, revokedAt: null },
    data: { revokedAt: new Date(), revokedBy },
  });
  return done(key);
}
