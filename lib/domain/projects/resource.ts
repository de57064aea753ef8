import type { ProjectSpecInput, Subject } from "#lib/domain/clusters/contract/project.ts";
import type { TenantSpecInput } from "#lib/domain/clusters/contract/tenant.ts";
import { tierOf } from "#lib/domain/tiers/rules.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";

export type Platform = {
  subjectPrefix: string;
  /** The issuer that the cluster itself trusts; only its people have rights there. Undefined: nobody has. */
  subjectIssuer: string | undefined;
  gateways: NonNullable<NonNullable<ProjectSpecInput["egress"]>["gateways"]>;
};

export type Resources = {
  tenant: { name: string; spec: TenantSpecInput };
  project: { name: string; spec: ProjectSpecInput; annotations: Record<string, string> };
};

/**
 * What the cluster is asked for a project: resolved values, so that the controller needs neither tiers nor Postgres.
 * Null when the project is gone or going.
 */
export async function projectResources(
  tx: TenantTx,
  projectId: string,
  platform: Platform,
): Promise<Resources | null> {
  const project = await tx.project.findUnique({ where: { id: projectId }, include: { organization: true } });
  if (!project || project.deletionRequestedAt || project.deletedAt) return null;
  const memberships = await tx.membership.findMany({
    where: { OR: [{ projectId }, { projectId: null, role: { in: ["owner", "admin"] } }] },
    include: { user: { include: { identities: { orderBy: { createdAt: "asc" } } } } },
    orderBy: { userId: "asc" },
  });
  const holders = (role: string): Subject[] => {
    const names = memberships
      .filter((row) => (row.projectId === null ? role === "admin" : row.role === role))
      .flatMap((row) =>
        row.user.identities
          .filter((identity) => identity.issuer === platform.subjectIssuer)
          .map((identity) => `${platform.subjectPrefix}${identity.subject}`),
      );
    return [...new Set(names)].sort().map((name) => ({ kind: "User", name }));
  };
  const { organization } = project;
  const tier = tierOf(project.tier);
  return {
    tenant: {
      name: organization.slug,
      spec: {
        displayName: organization.displayName,
        tier: organization.tier,
        suspended: organization.suspendedAt !== null,
        ...(organization.contactEmail ? { contact: organization.contactEmail } : {}),
      },
    },
    project: {
      name: project.namespace,
      annotations: {
        "portico.dev/request-id": project.requestId,
        // A namespace's name may be given again: this tells which project a resource is of.
        "portico.dev/project-id": project.id,
        ...(project.retryToken ? { "portico.dev/retry": project.retryToken } : {}),
      },
      spec: {
        displayName: project.displayName,
        tenantRef: { name: organization.slug },
        namespace: project.namespace,
        limits: tier.limits,
        subjects: { admin: holders("admin"), editor: holders("editor"), viewer: holders("viewer") },
        egress: {
          mode: project.egressMode === "internet" && tier.internet ? "internet" : "gateways",
          gateways: platform.gateways,
        },
        podSecurity: "restricted",
        suspended: organization.suspendedAt !== null,
      },
    },
  };
}
