import { live } from "#lib/domain/access/scope.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { verifiedDomain } from "#lib/domain/identity/rules.ts";
import { type TenantTx, withPlatform } from "#lib/infra/db/transaction.ts";

/** An organization that somebody may join because their verified address is in a domain that it has proved to be its own. */
export type Opening = {
  organizationId: string;
  slug: string;
  organization: string;
  domain: string;
  joining: "auto" | "ask";
  role: string;
  /** What they asked last, if they did. */
  request: { id: string; state: string; reason: string | null; at: Date } | null;
};

/** Where somebody could join by their address alone; nowhere that they belong to already. */
export async function findOpenings(
  viewer: Pick<Viewer, "userId" | "email" | "emailVerified">,
): Promise<Opening[]> {
  const { userId } = viewer;
  const domain = verifiedDomain(viewer);
  if (!domain) return [];
  return withPlatform(async (tx) => {
    const rows = await tx.domain.findMany({
      where: {
        domain,
        verifiedAt: { not: null },
        joining: { in: ["auto", "ask"] },
        organization: { state: "active", memberships: { none: { userId, ...live() } } },
      },
      include: {
        organization: {
          select: {
            slug: true,
            displayName: true,
            joinRequests: { where: { userId }, orderBy: { id: "desc" }, take: 1 },
          },
        },
      },
    });
    return rows.map(({ organizationId, joining, role, organization }) => {
      const asked = organization.joinRequests[0];
      return {
        organizationId,
        slug: organization.slug,
        organization: organization.displayName,
        domain,
        joining: joining === "auto" ? ("auto" as const) : ("ask" as const),
        role,
        request: asked
          ? {
              id: asked.id,
              state: asked.state,
              reason: asked.decisionReason,
              at: asked.decidedAt ?? asked.createdAt,
            }
          : null,
      };
    });
  });
}

export type JoinRequestRow = {
  id: string;
  displayName: string;
  email: string | null;
  message: string | null;
  createdAt: Date;
};

/** Waits for an answer. Whoever came in by another way meanwhile needs none. */
const waits = (organizationId: string) => ({
  organizationId,
  state: "pending",
  user: { memberships: { none: { organizationId, ...live() } } },
});

/** How many wait for an answer. */
export const countJoinRequests = (tx: TenantTx, organizationId: string): Promise<number> =>
  tx.joinRequest.count({ where: waits(organizationId) });

/** Who waits for an answer, the longest first. */
export async function listJoinRequests(
  tx: TenantTx,
  organizationId: string,
  { after = null, take = 200 }: { after?: string | null; take?: number } = {},
): Promise<JoinRequestRow[]> {
  const rows = await tx.joinRequest.findMany({
    where: { ...waits(organizationId), ...(after ? { id: { gt: after } } : {}) },
    include: { user: { select: { displayName: true, email: true } } },
    orderBy: { id: "asc" },
    take,
  });
  return rows.map(({ id, message, createdAt, user }) => ({ id, message, createdAt, ...user }));
}
