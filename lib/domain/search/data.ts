import { callerOfViewer } from "#lib/domain/access/caller.ts";
import { enterTenant } from "#lib/domain/access/mutations.ts";
import { can, type Holder } from "#lib/domain/access/permissions.ts";
import { type TenantScope, visibleProjects } from "#lib/domain/access/scope.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { withoutSecret } from "#lib/domain/keys/names.ts";
import { beginning, nameBegins } from "#lib/domain/keys/rules.ts";
import { visibleKeys } from "#lib/domain/keys/standing.ts";
import { listMembers } from "#lib/domain/members/data.ts";
import { listOwnOrganizations } from "#lib/domain/organizations/data.ts";
import { literal } from "#lib/infra/db/like.ts";
import { withTenant, withUser } from "#lib/infra/db/transaction.ts";

type At = { org: string; organization: string };
export type Found = {
  organizations: { slug: string; displayName: string }[];
  projects: (At & { slug: string; displayName: string })[];
  sessions: { org: string; project: string; projectName: string; id: string; title: string }[];
  /** People of organizations whose people the viewer may see. */
  members: (At & { userId: string; displayName: string; email: string | null })[];
  /** The keys that they see: their own, and those of projects and organizations whose keys they manage. */
  keys: (At & { id: string; name: string; own: boolean })[];
  /** The credentials whose pages they may open: of projects, or (null) of the organization. */
  credentials: (At & { id: string; name: string; project: { slug: string; displayName: string } | null })[];
};

/** How many organizations are searched, and how many of each kind are shown. */
const most = { organizations: 20, each: 8 };

/**
 * What the viewer may see whose name, title, address or id begins so, whatever the case; newest sessions first. Each
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
      .map(({ slug }) => enterTenant(callerOfViewer(viewer, address), slug, "search")),
  );
  const entered = scopes.filter((scope) => scope !== null);
  const found = await Promise.all(entered.map((scope) => within(scope, prefix)));
  const of = <Kind extends keyof Within>(kind: Kind) =>
    found.flatMap((one) => one[kind] as Within[Kind][number][]);
  const begins = (name: string) => name.toLowerCase().startsWith(prefix.toLowerCase());
  return {
    organizations: entered
      .map(({ organization: { slug, displayName } }) => ({ slug, displayName }))
      .filter(({ slug, displayName }) => begins(slug) || begins(displayName))
      .slice(0, most.each),
    projects: of("projects").slice(0, most.each),
    sessions: of("sessions")
      .sort((a, b) => (a.id < b.id ? 1 : -1))
      .slice(0, most.each),
    members: of("members").slice(0, most.each),
    keys: of("keys").slice(0, most.each),
    credentials: of("credentials").slice(0, most.each),
  };
}

type Within = Omit<Found, "organizations">;

function within(scope: TenantScope, prefix: string): Promise<Within> {
  const begins = { startsWith: literal(prefix), mode: "insensitive" } as const;
  const visible = visibleProjects(scope);
  const { organizationId, holder, userId, caller } = scope;
  const where = { organizationId, deletedAt: null, ...(visible ? { id: { in: visible } } : {}) };
  const at = { org: scope.organization.slug, organization: scope.organization.displayName };
  // Through another's eyes one sees an organization, and nothing that is the person's own.
  const own = userId && !caller.viewing ? [{ userId }] : [];
  const whose = caller.viewing && !can(holder, "keys:manage") ? null : visibleKeys(scope);
  const works = { ...nameBegins(prefix), revokedAt: null, expiresAt: { gt: new Date() } };
  // A whole key that somebody pastes is looked for by as much of it as may be shown, and found also when it works no more.
  const called = /^ptc_\w/.test(prefix)
    ? { secrets: { some: { prefix: beginning(withoutSecret(prefix)) } } }
    : works;
  const managed = (projectRole: Holder["projectRole"]) =>
    can({ ...holder, projectRole }, "credentials:manage");
  const managing = [...scope.projectRoles].flatMap(([id, role]) => (managed(role) ? [id] : []));
  const places = [
    ...(can(holder, "organization-credentials:manage") ? [{ projectId: null }] : []),
    { project: { deletedAt: null, ...(managed(null) ? {} : { id: { in: managing } }) } },
  ];
  return withTenant(scope, async (tx) => {
    const projects = await tx.project.findMany({
      where: { ...where, OR: [{ displayName: begins }, { slug: begins }] },
      select: { slug: true, displayName: true },
      orderBy: { displayName: "asc" },
      take: most.each,
    });
    const sessions = await tx.agentSession.findMany({
      where: { project: where, OR: [{ title: begins }, { resourceName: begins }] },
      select: { id: true, title: true, project: { select: { slug: true, displayName: true } } },
      orderBy: { id: "desc" },
      take: most.each,
    });
    const members = can(holder, "members:read")
      ? (await listMembers(tx, organizationId, { query: prefix, limit: most.each })).rows
      : [];
    const keys = await tx.key.findMany({
      where: { organizationId, AND: [called, whose ?? { OR: [] }] },
      select: { id: true, name: true, userId: true },
      orderBy: { findName: "asc" },
      take: most.each,
    });
    const credentials = await tx.credential.findMany({
      where: { organizationId, name: begins, OR: places },
      select: { id: true, name: true, project: { select: { slug: true, displayName: true } } },
      orderBy: [{ name: "asc" }, { id: "asc" }],
      take: most.each,
    });
    return {
      credentials: credentials.map((credential) => ({ ...at, ...credential })),
      projects: projects.map((project) => ({ ...at, ...project })),
      sessions: sessions.map(({ id, title, project }) => ({
        org: at.org,
        project: project.slug,
        projectName: project.displayName,
        id,
        title,
      })),
      members: members.map(({ userId, displayName, email }) => ({ ...at, userId, displayName, email })),
      keys: keys.map((key) => ({
        ...at,
        id: key.id,
        name: key.name,
        own: own.length > 0 && key.userId === userId,
      })),
    };
  });
}
