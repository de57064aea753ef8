import type { TenantTx } from "#lib/infra/db/transaction.ts";
import type { Holder, OrganizationRole, ProjectRole } from "./permissions.ts";

/**
 * What somebody holds in a project at this moment, for work that goes on after they asked for it: between the asking and
 * the doing a role may have been taken away. Null for a person who is gone, suspended or no longer of the organization.
 */
export async function holderNow(
  tx: TenantTx,
  userId: string,
  { organizationId, projectId }: { organizationId: string; projectId: string },
): Promise<Holder | null> {
  const user = await tx.user.findUnique({
    where: { id: userId },
    select: {
      suspendedAt: true,
      memberships: {
        where: { organizationId, OR: [{ projectId }, { projectId: null }] },
        select: { projectId: true, role: true },
      },
    },
  });
  if (!user || user.suspendedAt || user.memberships.length === 0) return null;
  const role = (own: boolean) =>
    user.memberships.find((one) => (one.projectId !== null) === own)?.role ?? null;
  return {
    organizationRole: role(false) as OrganizationRole | null,
    projectRole: role(true) as ProjectRole | null,
    platformAdmin: false,
  };
}
