import { organizationRoles } from "#lib/domain/access/permissions.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";

export type Member = {
  userId: string;
  displayName: string;
  email: string | null;
  role: string;
  viaOrganization: boolean;
};

/** Who may work in a project: those with a role in it, and the organization's owners and admins. By name. */
export async function listProjectMembers(tx: TenantTx, projectId: string): Promise<Member[]> {
  const rows = await tx.membership.findMany({
    where: { OR: [{ projectId }, { projectId: null, role: { in: ["owner", "admin"] } }] },
    include: { user: { select: { displayName: true, email: true } } },
  });
  const byUser = new Map<string, Member>();
  for (const row of rows) {
    const viaOrganization = row.projectId === null;
    if (byUser.has(row.userId) && !viaOrganization) continue;
    const { displayName, email } = row.user;
    byUser.set(row.userId, {
      userId: row.userId,
      displayName,
      email,
      role: viaOrganization ? "admin" : row.role,
      viaOrganization,
    });
  }
  return [...byUser.values()].sort((a, b) => a.displayName.localeCompare(b.displayName));
}

/** The first few people with a role in the organization itself, the highest first, and how many there are. */
export async function listOrganizationMembers(tx: TenantTx, organizationId: string, take: number) {
  const where = { organizationId, projectId: null };
  const rows: { userId: string; displayName: string; role: string }[] = [];
  for (const role of organizationRoles) {
    if (rows.length >= take) break;
    const found = await tx.membership.findMany({
      where: { ...where, role },
      include: { user: { select: { displayName: true } } },
      orderBy: [{ user: { displayName: "asc" } }, { userId: "asc" }],
      take: take - rows.length,
    });
    rows.push(...found.map(({ userId, user }) => ({ userId, role, displayName: user.displayName })));
  }
  return { rows, total: await tx.membership.count({ where }) };
}

export type OpenInvitation = {
  id: string;
  organizationId: string;
  organization: string;
  role: string;
  expiresAt: Date;
};

/** Invitations to a verified address that have neither been used nor expired, newest first. */
export async function listOpenInvitations(email: string | null, now = new Date()): Promise<OpenInvitation[]> {
  if (!email) return [];
  return withPlatform(async (tx) => {
    const rows = await tx.invitation.findMany({
      where: { email: email.toLowerCase(), acceptedAt: null, revokedAt: null, expiresAt: { gt: now } },
      include: { organization: { select: { displayName: true } } },
      orderBy: { createdAt: "desc" },
    });
    return rows.map(({ id, organizationId, role, expiresAt, organization }) => ({
      id,
      organizationId,
      organization: organization.displayName,
      role,
      expiresAt,
    }));
  });
}
