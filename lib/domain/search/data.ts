import { callerOfViewer } from "#lib/domain/access/caller.ts";
import { enterTenant } from "#lib/domain/access/mutations.ts";
import { type TenantScope, visibleProjects } from "#lib/domain/access/scope.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { listOwnOrganizations } from "#lib/domain/organizations/data.ts";
import { literal } from "#lib/infra/db/like.ts";
import { withTenant, withUser } from "#lib/infra/db/transaction.ts";

export type Found = {
  projects: { org: string; organization: string; slug: string; displayName: string }[];
  sessions: { org: string; project: string; projectName: string; id: string; title: string }[];
};

const most = { organizations: 20, projects: 8, sessions: 8 };

/**
 * The viewer's projects and sessions whose name, title or id begins so, whatever the case; newest sessions first. Each
 * organization is read through its own tenant's door.
 */
export async function searchOwn(
  viewer: Viewer,
  prefix: string,
  address: string | null = null,
): Promise<Found> {
  const organizations = await withUser(viewer.userId, (tx) => listOwnOrganizations(tx, viewer.userId));
  const scopes = await Promise.all(
    organizations
      .slice(0, most.organizations)
      .map(({ slug }) => enterTenant(callerOfViewer(viewer, address), slug, `search: ${prefix}`)),
  );
  const found = await Promise.all(
    scopes.filter((scope) => scope !== null).map((scope) => within(scope, prefix)),
  );
  return {
    projects: found.flatMap(({ projects }) => projects).slice(0, most.projects),
    sessions: found
      .flatMap(({ sessions }) => sessions)
      .sort((a, b) => (a.id < b.id ? 1 : -1))
      .slice(0, most.sessions),
  };
}

function within(scope: TenantScope, prefix: string): Promise<Found> {
  const begins = { startsWith: literal(prefix), mode: "insensitive" } as const;
  const visible = visibleProjects(scope);
  const where = {
    organizationId: scope.organizationId,
    deletedAt: null,
    ...(visible ? { id: { in: visible } } : {}),
  };
  const { slug: org, displayName: organization } = scope.organization;
  return withTenant(scope, async (tx) => {
    const projects = await tx.project.findMany({
      where: { ...where, OR: [{ displayName: begins }, { slug: begins }] },
      select: { slug: true, displayName: true },
      orderBy: { displayName: "asc" },
      take: most.projects,
    });
    const sessions = await tx.agentSession.findMany({
      where: { project: where, OR: [{ title: begins }, { resourceName: begins }] },
      select: { id: true, title: true, project: { select: { slug: true, displayName: true } } },
      orderBy: { id: "desc" },
      take: most.sessions,
    });
    return {
      projects: projects.map((project) => ({ org, organization, ...project })),
      sessions: sessions.map(({ id, title, project }) => ({
        org,
        project: project.slug,
        projectName: project.displayName,
        id,
        title,
      })),
    };
  });
}
