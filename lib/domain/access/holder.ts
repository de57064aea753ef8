import type { TenantTx } from "#lib/infra/db/transaction.ts";
import type { Holder, OrganizationRole, ProjectRole, Scope } from "./permissions.ts";
import { live, rolesOf, type TenantScope } from "./scope.ts";

/** Where: without a project, what is held in the organization itself counts. */
type HeldAt = { organizationId: string; projectId: string | null };

/**
 * What somebody holds in a project at this moment, for work that goes on after they asked for it: between the asking and
 * the doing a role may have been taken away. Null for a person who is gone, suspended or no longer of the organization, and for all of one that is suspended.
 */
export async function holderNow(
  tx: TenantTx,
  userId: string,
  { organizationId, projectId }: HeldAt,
): Promise<Holder | null> {
  const user = await tx.user.findUnique({
    where: { id: userId },
    select: {
      suspendedAt: true,
      memberships: {
        where: {
          organizationId,
          organization: { state: "active" },
          AND: [{ OR: [{ projectId }, { projectId: null }] }, live()],
        },
        select: { projectId: true, role: true, expiresAt: true },
      },
    },
  });
  if (!user || user.suspendedAt || user.memberships.length === 0) return null;
  const { organizationRole, organizationUntil, projectRoles, projectEnds } = rolesOf(user.memberships);
  return {
    organizationRole,
    organizationUntil,
    projectRole: projectRoles.get(projectId ?? "") ?? null,
    projectUntil: projectEnds.get(projectId ?? "") ?? null,
    platformAdmin: false,
  };
}

/**
 * The same for whoever asked with a key: a service, or a person within the key's scopes. Null once it is revoked, disabled or has
 * expired.
 */
export async function keyHolderNow(tx: TenantTx, keyId: string, place: HeldAt): Promise<Holder | null> {
  const { organizationId, projectId } = place;
  const key = await tx.key.findFirst({
    where: {
      id: keyId,
      organizationId,
      organization: { state: "active" },
      revokedAt: null,
      disabledAt: null,
      expiresAt: { gt: new Date() },
    },
  });
  if (!key) return null;
  const scopes = new Set(key.scopes as Scope[]);
  if (key.userId) {
    const holder = await holderNow(tx, key.userId, place);
    return holder && { ...holder, scopes };
  }
  return {
    organizationRole: key.organizationRole as OrganizationRole | null,
    projectRole: projectId && key.projectId === projectId ? (key.projectRole as ProjectRole | null) : null,
    platformAdmin: false,
    scopes,
  };
}

/**
 * What the holder of a scope holds in the transaction of their change, which may have waited for its connection: a person
 * by their rows, a key's as long as it lives. Whom a token lets in that says their groups itself holds what it said.
 */
export async function heldWithin(
  tx: TenantTx,
  scope: TenantScope & { projectId?: string },
): Promise<Holder | null> {
  const { organizationId, projectId = null, userId, caller, holder } = scope;
  const place = { organizationId, projectId };
  const { keyId, groupRoles, scopes } = caller;
  if (keyId === null && (groupRoles || userId === null)) return holder;
  const held = keyId ? await keyHolderNow(tx, keyId, place) : await holderNow(tx, userId ?? "", place);
  return held && (groupRoles ? holder : { ...held, scopes });
}
