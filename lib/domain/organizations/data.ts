import { highest, type OrganizationRole, organizationRoles } from "#lib/domain/access/permissions.ts";
import { live } from "#lib/domain/access/scope.ts";
import type { TenantTx, UserTx } from "#lib/infra/db/transaction.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { webEnv } from "#lib/infra/env/index.ts";

export type OwnOrganization = {
  id: string;
  slug: string;
  displayName: string;
  tier: string;
  role: OrganizationRole | null;
};

/** The organizations somebody belongs to, by name. `role` is null for a member of projects only. */
export async function listOwnOrganizations(tx: UserTx, userId: string): Promise<OwnOrganization[]> {
  const rows = await tx.organization.findMany({
    where: { state: "active" },
    orderBy: { displayName: "asc" },
    include: { memberships: { where: { userId, projectId: null, ...live() } } },
  });
  return rows.map((row) => ({
    id: row.id,
    slug: row.slug,
    displayName: row.displayName,
    tier: row.tier,
    role: highest(
      organizationRoles,
      row.memberships.map(({ role }) => role),
    ),
  }));
}

/** Whether a slug is free. Names of organizations are public in addresses, so this tells a stranger nothing more. */
export async function isSlugFree(slug: string): Promise<boolean> {
  return withPlatform(async (tx) => (await tx.organization.count({ where: { slug } })) === 0);
}

/** The verified addresses of the platform's staff, as far as they have signed in. */
export async function platformAdminAddresses(): Promise<string[]> {
  const { PORTICO_PLATFORM_ADMINS: emails, PORTICO_PLATFORM_ADMIN_GROUP: group } = webEnv();
  const listed = { findEmail: { in: emails.map((email) => email.toLowerCase()) } };
  const users = await withPlatform((tx) =>
    tx.user.findMany({
      where: {
        emailVerified: true,
        suspendedAt: null,
        OR: group === undefined ? [listed] : [listed, { groups: { has: group } }],
      },
      select: { email: true },
      orderBy: { id: "asc" },
    }),
  );
  return users.flatMap(({ email }) => email ?? []);
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
      version: true,
      _count: {
        select: {
          projects: { where: { deletedAt: null } },
          memberships: { where: { projectId: null } },
        },
      },
    },
  });
  return { ...found, projects: _count.projects, members: _count.memberships };
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
