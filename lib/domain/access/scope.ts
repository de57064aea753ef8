import { type TenantTx, withTenant, withUser } from "#lib/infra/db/transaction.ts";
import type { Caller } from "./caller.ts";
import {
  type Holder,
  highest,
  latest,
  organizationRoles,
  type ProjectRole,
  projectRoles,
} from "./permissions.ts";

declare const minted: unique symbol;

/** Proof that the caller belongs to the organization. Minted by `resolveTenant` alone. */
export type TenantScope = {
  readonly [minted]: "tenant";
  readonly organizationId: string;
  /** The person; null for a service. */
  readonly userId: string | null;
  readonly actorId: string;
  /** Whether the database refuses to write: for who looks through another's eyes. */
  readonly readOnly: boolean;
  readonly organization: { slug: string; displayName: string; tier: string };
  readonly caller: Caller;
  readonly holder: Holder;
  readonly projectRoles: ReadonlyMap<string, ProjectRole | "bot">;
  /** When those of them end that do. */
  readonly projectEnds: ReadonlyMap<string, Date>;
};

/** Proof that the caller may see the project. Minted by `resolveProject` alone. */
export type ProjectScope = TenantScope & {
  readonly projectId: string;
  readonly project: { slug: string; displayName: string; namespace: string; tier: string; phase: string };
};

/** Live rows of one person in one organization; one role may come by name and others by groups. */
type Held = { projectId: string | null; role: string; expiresAt?: Date | null };

/** The highest role of the rows in the organization, and in each project, and when that ends. */
export function rolesOf(rows: readonly Held[]) {
  const at = (id: string | null) => rows.filter((row) => row.projectId === id);
  const best = <Role extends string>(order: readonly Role[], id: string | null) => {
    const role = highest(
      order,
      at(id).map((row) => row.role),
    );
    const ends = at(id).flatMap((row) => (row.role === role ? [row.expiresAt ?? null] : []));
    return { role, until: latest(ends) };
  };
  const organization = best(organizationRoles, null);
  const projects = [...new Set(rows.flatMap(({ projectId }) => projectId ?? []))].map(
    (id) => [id, best(projectRoles, id)] as const,
  );
  return {
    organizationRole: organization.role,
    organizationUntil: organization.until,
    projectRoles: new Map(projects.map(([id, { role }]) => [id, role as ProjectRole])),
    projectEnds: new Map(projects.flatMap(([id, { until }]) => (until ? [[id, until] as const] : []))),
  };
}

/** What a membership that counts now looks like, for `where`. */
export const live = (now = new Date()) => ({ OR: [{ expiresAt: null }, { expiresAt: { gt: now } }] });

const columns = { id: true, slug: true, displayName: true, tier: true, state: true } as const;

/** The organization of a slug for who belongs to it; null for everybody else, as if it did not exist. */
export async function resolveTenant(caller: Caller, slug: string): Promise<TenantScope | null> {
  const found = await rolesIn(caller, slug);
  if (found?.organization.state !== "active") return null;
  const { id, state: _, ...organization } = found.organization;
  if (caller.organizationId !== null && caller.organizationId !== id) return null;
  return {
    organizationId: id,
    userId: caller.userId,
    actorId: caller.actorId,
    organization,
    caller,
    readOnly: caller.viewing !== undefined,
    holder: {
      organizationRole: found.organizationRole,
      organizationUntil: found.organizationUntil,
      projectRole: null,
      platformAdmin: false,
      scopes: caller.scopes,
    },
    projectRoles: found.projectRoles,
    projectEnds: found.projectEnds,
  } as unknown as TenantScope;
}

async function rolesIn(caller: Caller, slug: string) {
  const { userId, actorId, groupRoles, keyId, organizationId } = caller;
  // A key of the platform is of no organization, whatever its person belongs to.
  if (keyId !== null && organizationId === null) return null;
  if (!groupRoles) {
    if (userId === null) return granted(caller, slug);
    const own = await belonging(userId, slug);
    return own && { organization: own.organization, ...rolesOf(own.memberships) };
  }
  const brought = groupRoles.filter((role) => role.slug === slug);
  const own = userId && (await belonging(userId, slug, { mappingId: null }));
  if (own) return { organization: own.organization, ...rolesOf([...own.memberships, ...brought]) };
  const [first] = brought;
  if (!first) return null;
  const organization = await withTenant({ organizationId: first.organizationId, actorId }, (tx) =>
    tx.organization.findUnique({ where: { slug }, select: columns }),
  );
  return organization && { organization, ...rolesOf(brought) };
}

/** What a person holds by the rows of `which`: all that count now, or those that no group brought. */
async function belonging(userId: string, slug: string, which: { mappingId?: null } = {}) {
  const found = await withUser(userId, (tx) =>
    tx.organization.findUnique({
      where: { slug },
      select: {
        ...columns,
        memberships: {
          where: { userId, ...which, ...live() },
          select: { projectId: true, role: true, expiresAt: true },
        },
      },
    }),
  );
  if (!found || found.memberships.length === 0) return null;
  const { memberships, ...organization } = found;
  return { organization, memberships };
}

/** A service has no memberships: its rights came with its key, for the one organization of that. */
async function granted({ organizationId, actorId, grants }: Caller, slug: string) {
  if (!organizationId || !grants) return null;
  const organization = await withTenant({ organizationId, actorId }, (tx) =>
    tx.organization.findUnique({ where: { slug }, select: columns }),
  );
  return organization && { organization, organizationUntil: null, projectEnds: new Map(), ...grants };
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
  if (!projectRole && visibleProjects(scope) !== null) return null;
  const { id: projectId, ...rest } = project;
  const projectUntil = scope.projectEnds.get(projectId) ?? null;
  return { ...scope, projectId, project: rest, holder: { ...scope.holder, projectRole, projectUntil } };
}

/** The projects that somebody may see in the organization; null for all of them. */
export function visibleProjects(scope: TenantScope): string[] | null {
  const role = scope.holder.organizationRole;
  return role === "owner" || role === "admin" ? null : [...scope.projectRoles.keys()];
}
