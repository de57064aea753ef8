import type { Viewer } from "#lib/domain/identity/data.ts";
import { type TenantTx, withUser } from "#lib/infra/db/transaction.ts";
import type { Holder, OrganizationRole, ProjectRole } from "./permissions.ts";

declare const minted: unique symbol;

/** Proof that the viewer belongs to the organization. Minted by `resolveTenant` alone. */
export type TenantScope = {
  readonly [minted]: "tenant";
  readonly organizationId: string;
  readonly userId: string;
  readonly organization: { slug: string; displayName: string; tier: string };
  readonly viewer: Viewer;
  readonly holder: Holder;
  readonly projectRoles: ReadonlyMap<string, ProjectRole>;
};

/** Proof that the viewer may see the project. Minted by `resolveProject` alone. */
export type ProjectScope = TenantScope & {
  readonly projectId: string;
  readonly project: { slug: string; displayName: string; namespace: string; tier: string; phase: string };
};

/** The organization of a slug for one of its members; null for everybody else, as if it did not exist. */
export async function resolveTenant(viewer: Viewer, slug: string): Promise<TenantScope | null> {
  const organization = await withUser(viewer.userId, (tx) =>
    tx.organization.findUnique({
      where: { slug },
      include: { memberships: { where: { userId: viewer.userId } } },
    }),
  );
  if (!organization || organization.memberships.length === 0 || organization.suspendedAt) return null;
  const own = organization.memberships.find((membership) => membership.projectId === null);
  const projectRoles = new Map<string, ProjectRole>();
  for (const { projectId, role } of organization.memberships)
    if (projectId) projectRoles.set(projectId, role as ProjectRole);
  return {
    organizationId: organization.id,
    userId: viewer.userId,
    organization: { slug: organization.slug, displayName: organization.displayName, tier: organization.tier },
    viewer,
    holder: {
      organizationRole: (own?.role as OrganizationRole | undefined) ?? null,
      projectRole: null,
      platformAdmin: false,
    },
    projectRoles,
  } as unknown as TenantScope;
}

/** A project of the scope's organization for somebody with a role in it; null for everybody else. */
export async function resolveProject(
  tx: TenantTx,
  scope: TenantScope,
  slug: string,
): Promise<ProjectScope | null> {
  const project = await tx.project.findFirst({
    where: { organizationId: scope.organizationId, slug, deletedAt: null },
    select: { id: true, slug: true, displayName: true, namespace: true, tier: true, phase: true },
  });
  if (!project) return null;
  const projectRole = scope.projectRoles.get(project.id) ?? null;
  const overall = scope.holder.organizationRole;
  if (!projectRole && overall !== "owner" && overall !== "admin") return null;
  const { id: projectId, ...rest } = project;
  return { ...scope, projectId, project: rest, holder: { ...scope.holder, projectRole } };
}

/** The projects that somebody may see in the organization; null for all of them. */
export function visibleProjects(scope: TenantScope): string[] | null {
  const role = scope.holder.organizationRole;
  return role === "owner" || role === "admin" ? null : [...scope.projectRoles.keys()];
}
