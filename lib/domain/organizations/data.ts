import type { Caller } from "#lib/domain/access/caller.ts";
import { highest, type OrganizationRole, organizationRoles } from "#lib/domain/access/permissions.ts";
import { live } from "#lib/domain/access/scope.ts";
import { countMembers } from "#lib/domain/members/data.ts";
import { type TenantTx, type UserTx, withPlatform, withTenant, withUser } from "#lib/infra/db/transaction.ts";

export type OwnOrganization = {
  id: string;
  slug: string;
  displayName: string;
  tier: string;
  role: OrganizationRole | null;
};

const columns = { id: true, slug: true, displayName: true, tier: true } as const;

/** The organizations somebody belongs to, by name. `role` is null for a member of projects only. */
export async function listOwnOrganizations(
  tx: UserTx,
  userId: string,
  which: { mappingId?: null } = {},
): Promise<OwnOrganization[]> {
  const counts = { userId, ...which, ...live() };
  const rows = await tx.organization.findMany({
    where: { state: "active", memberships: { some: counts } },
    orderBy: { displayName: "asc" },
    select: { ...columns, memberships: { where: { ...counts, projectId: null }, select: { role: true } } },
  });
  return rows.map(({ memberships, ...row }) => ({
    ...row,
    role: highest(
      organizationRoles,
      memberships.map(({ role }) => role),
    ),
  }));
}

/**
 * The organizations that a caller may act in: a person's by their memberships, or by the groups that their token names; a
 * service's own one.
 */
export async function listOrganizationsOf(caller: Caller): Promise<OwnOrganization[]> {
  const { userId, actorId, keyId, organizationId, grants, groupRoles } = caller;
  // A key of the platform is of no organization, whatever its person belongs to.
  if (keyId !== null && organizationId === null) return [];
  const at = async (id: string, role: OrganizationRole | null): Promise<OwnOrganization[]> => {
    const found = await withTenant({ organizationId: id, actorId }, (tx) =>
      tx.organization.findFirst({ where: { id, state: "active" }, select: columns }),
    );
    return found ? [{ ...found, role }] : [];
  };
  if (userId === null && !groupRoles)
    return organizationId ? at(organizationId, grants?.organizationRole ?? null) : [];
  const own = userId
    ? await withUser(userId, (tx) => listOwnOrganizations(tx, userId, groupRoles ? { mappingId: null } : {}))
    : [];
  const brought = Map.groupBy(groupRoles ?? [], (role) => role.organizationId);
  const roleAt = (id: string, held: OrganizationRole | null) => {
    const roles = (brought.get(id) ?? []).flatMap(({ projectId, role }) => (projectId ? [] : role));
    return highest(organizationRoles, held ? [held, ...roles] : roles);
  };
  const others = [...brought.keys()].filter((id) => own.every((row) => row.id !== id));
  return [
    ...own.map((row) => ({ ...row, role: roleAt(row.id, row.role) })),
    ...(await Promise.all(others.map((id) => at(id, roleAt(id, null))))).flat(),
  ].filter(({ id }) => organizationId === null || id === organizationId);
}

/** Whether a slug is free. Names of organizations are public in addresses, so this tells a stranger nothing more. */
export async function isSlugFree(slug: string): Promise<boolean> {
  return withPlatform(async (tx) => (await tx.organization.count({ where: { slug } })) === 0);
}

/** The person's last request for an organization, whatever became of it; null for none. */
export async function lastRequest(tx: UserTx, userId: string) {
  return tx.organizationRequest.findFirst({
    where: { userId, state: { not: "withdrawn" } },
    orderBy: { id: "desc" },
    select: { id: true, slug: true, displayName: true, state: true, decisionReason: true, createdAt: true },
  });
}

/** Why an organization of the person's cannot be opened: it is suspended, or is being deleted. Null for every other one. */
export async function whyClosed(tx: UserTx, userId: string, slug: string) {
  const found = await tx.organization.findFirst({
    where: { slug, state: { in: ["suspended", "deleting"] } },
    select: {
      id: true,
      slug: true,
      displayName: true,
      state: true,
      stateReason: true,
      stateAt: true,
      deleteAfter: true,
      memberships: { where: { userId, projectId: null, role: "owner" }, select: { id: true } },
    },
  });
  if (!found) return null;
  const { memberships, ...organization } = found;
  return { ...organization, owner: memberships.length > 0 };
}

/** An organization as its own settings show it. Throws if the transaction does not see it: a scope was minted for it before. */
export async function getOrganization(tx: TenantTx, organizationId: string) {
  const { _count, ...found } = await tx.organization.findUniqueOrThrow({
    where: { id: organizationId },
    select: {
      displayName: true,
      contactEmail: true,
      keyMaxDays: true,
      revokeLeakedKeys: true,
      version: true,
      _count: { select: { projects: { where: { deletedAt: null } } } },
    },
  });
  return { ...found, projects: _count.projects, members: await countMembers(tx, organizationId) };
}

/** Who may be given the ownership: members with a role of their own, without whoever gives it. By name. */
export async function listHeirs(tx: TenantTx, organizationId: string, giver: string | null) {
  const rows = await tx.membership.findMany({
    where: {
      organizationId,
      projectId: null,
      mappingId: null,
      ...(giver ? { userId: { not: giver } } : {}),
      user: { suspendedAt: null },
      ...live(),
    },
    select: { userId: true, user: { select: { displayName: true, email: true } } },
    orderBy: [{ user: { displayName: "asc" } }, { userId: "asc" }],
    take: 500,
  });
  return rows.map(({ userId, user }) => ({ userId, ...user }));
}
