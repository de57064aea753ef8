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
        select: { projectId: true, role: true },
      },
    },
  });
  if (!user || user.suspendedAt || user.memberships.length === 0) return null;
  const { organizationRole, projectRoles } = rolesOf(user.memberships);
  return { organizationRole, projectRole: projectRoles.get(projectId ?? "") ?? null, platformAdmin: false };
}

/**
 * The same for whoever asked with a token: a service, or a person within the token's scopes. Null once it is revoked or has
 * expired.
 */
export async function tokenHolderNow(tx: TenantTx, tokenId: string, place: HeldAt): Promise<Holder | null> {
  const { organizationId, projectId } = place;
  const token = await tx.token.findFirst({
    where: {
      id: tokenId,
      organizationId,
      organization: { state: "active" },
      revokedAt: null,
      expiresAt: { gt: new Date() },
    },
  });
  if (!token) return null;
  const scopes = new Set(token.scopes as Scope[]);
  if (token.userId) {
    const holder = await holderNow(tx, token.userId, place);
    return holder && { ...holder, scopes };
  }
  return {
    organizationRole: token.organizationRole as OrganizationRole | null,
    projectRole:
      projectId && token.projectId === projectId ? (token.projectRole as ProjectRole | null) : null,
    platformAdmin: false,
    scopes,
  };
}

/**
 * What the holder of a scope holds in the transaction of their change, which may have waited for its connection: a person
 * by their rows, a token's as long as it lives. Whom a token lets in that says their groups itself holds what it said.
 */
export async function heldWithin(
  tx: TenantTx,
  scope: TenantScope & { projectId?: string },
): Promise<Holder | null> {
  const { organizationId, projectId = null, userId, caller, holder } = scope;
  const place = { organizationId, projectId };
  const { tokenId, groupRoles, scopes } = caller;
  if (tokenId === null && (groupRoles || userId === null)) return holder;
  const held = tokenId ? await tokenHolderNow(tx, tokenId, place) : await holderNow(tx, userId ?? "", place);
  return held && (groupRoles ? holder : { ...held, scopes });
}
