/** Roles in an organization, the highest first. Who may give roles holds all that those after their own do. */
export const organizationRoles = ["owner", "admin", "member", "billing"] as const;
/** Roles in one project, the highest first. Owners and admins of the organization act as admins of each of its projects. */
export const projectRoles = ["admin", "editor", "viewer"] as const;

export type OrganizationRole = (typeof organizationRoles)[number];
export type ProjectRole = (typeof projectRoles)[number];

/** What there is a scope to read of, and one to write. */
export const resources = ["organization", "projects", "members", "sessions", "credentials", "keys"] as const;
export type Resource = (typeof resources)[number];

/**
 * What a key may be limited to. It is never more than its holder's roles allow, and who may write a resource may read it.
 * `platform` is of keys of platform admins.
 */
export const scopes = [
  ...resources.flatMap((of) => [`${of}:read`, `${of}:write`] as const),
  "usage:read",
  "models:call",
  "platform",
] as const;
export type Scope = (typeof scopes)[number];

const member = ["organization:read", "projects:create", "members:read", "keys:own"] as const;
const organizationAdmin = [
  ...member,
  "organization:update",
  "organization:export",
  "projects:read-all",
  "members:manage",
  "invitations:manage",
  "requests:decide",
  "domains:manage",
  "groups:manage",
  "keys:manage",
  "organization-credentials:manage",
  "organization-usage:read",
  "access:read",
  "audit:read",
  "audit:export",
] as const;

const byOrganizationRole = {
  owner: [...organizationAdmin, "organization:transfer", "organization:delete"],
  admin: organizationAdmin,
  member,
  billing: ["organization:read", "members:read", "keys:own", "organization-usage:read"],
} as const satisfies Record<OrganizationRole, readonly string[]>;

const viewer = ["project:read", "project-members:read", "sessions:read", "usage:read"] as const;
const editor = [
  ...viewer,
  "credentials:read",
  "sessions:create",
  "sessions:stop",
  "models:call",
  "project-keys:own",
] as const;

const byProjectRole = {
  viewer,
  editor,
  admin: [
    ...editor,
    "sessions:stop-any",
    "credentials:manage",
    "project:update",
    "project:retry",
    "project:archive",
    "project:delete",
    "project-access:read",
    "project-audit:read",
    "project-members:manage",
    "project-keys:manage",
  ],
  /** A service account of the project's namespace that calls Portico. No person holds it. */
  bot: ["project:read", "sessions:read", "sessions:create", "sessions:stop", "models:call"],
} as const satisfies Record<ProjectRole | "bot", readonly string[]>;

const platformAdmin = [
  "platform:read",
  "platform:retry",
  "platform:approve",
  "platform:suspend",
  "platform:users",
  "platform:view-as",
  "platform:jobs",
  "platform:audit",
  "platform:settings",
] as const;

export type OrganizationPermission = (typeof byOrganizationRole)[OrganizationRole][number];
export type ProjectPermission = (typeof byProjectRole)[ProjectRole][number];
export type PlatformPermission = (typeof platformAdmin)[number];
export type Permission = OrganizationPermission | ProjectPermission | PlatformPermission;

/** What somebody holds at the place they act on. */
export type Holder = {
  organizationRole: OrganizationRole | null;
  projectRole: ProjectRole | "bot" | null;
  platformAdmin: boolean;
  /** When the role in the organization, or that in the project, ends. Null, or left out, for never. */
  organizationUntil?: Date | null;
  projectUntil?: Date | null;
  /** What a key narrows it to. Null, or left out, for all that the roles allow. */
  scopes?: ReadonlySet<Scope> | null;
};

/** Who holds nothing. */
export const nobody: Holder = { organizationRole: null, projectRole: null, platformAdmin: false };

/** The scope that reading needs for which there is no permission: what is one's own, and what every member sees. */
export const readingScope: Scope = "organization:read";

/** The scopes of which any one is enough where this one is needed: who may write a resource may read it. */
const wideningsOf = (scope: Scope): Scope[] => {
  const of = resources.find((one) => scope === `${one}:read`);
  return of ? [scope, `${of}:write`] : [scope];
};

/** Whether scopes hold this one, by name or by a wider one. Null holds all. */
export const allows = (held: ReadonlySet<Scope> | null | undefined, scope: Scope): boolean =>
  !held || wideningsOf(scope).some((one) => held.has(one));

const resourceOf: Record<string, Resource> = {
  project: "projects",
  projects: "projects",
  "project-access": "projects",
  members: "members",
  "project-members": "members",
  invitations: "members",
  requests: "members",
  groups: "members",
  sessions: "sessions",
  credentials: "credentials",
  "organization-credentials": "credentials",
  keys: "keys",
  "project-keys": "keys",
};

/** The scope that a permission needs of a key: to read its resource, or to write it. */
export function scopeOf(permission: Permission): Scope {
  if (permission === "models:call") return permission;
  if (permission === "usage:read" || permission === "organization-usage:read") return "usage:read";
  const [thing = "", act = ""] = permission.split(":");
  if (thing === "platform") return "platform";
  return `${resourceOf[thing] ?? "organization"}:${act.startsWith("read") ? "read" : "write"}`;
}

/** The scopes of which any one is enough for a permission. */
export const enoughFor = (permission: Permission): Scope[] => wideningsOf(scopeOf(permission));

/** The project role that counts: the highest of one's own and the one the organization's role brings. */
export function effectiveProjectRole(holder: Holder): ProjectRole | "bot" | null {
  if (holder.organizationRole === "owner" || holder.organizationRole === "admin") return "admin";
  return holder.projectRole;
}

/** Whether the holder may do it. The one place where this is decided, for server, interface and REST. */
export function can(holder: Holder, permission: Permission): boolean {
  if (!allows(holder.scopes, scopeOf(permission))) return false;
  const projectRole = effectiveProjectRole(holder);
  const held: readonly string[] = [
    ...(holder.organizationRole ? byOrganizationRole[holder.organizationRole] : []),
    ...(projectRole ? byProjectRole[projectRole] : []),
    ...(holder.platformAdmin ? platformAdmin : []),
  ];
  return held.includes(permission);
}

/** The roles of which any one is enough for it: in the organization, for each of its projects too, or in one project. */
export const rolesWith = (permission: Permission) => ({
  organizationRoles: organizationRoles.filter((organizationRole) =>
    can({ ...nobody, organizationRole }, permission),
  ),
  projectRoles: projectRoles.filter((projectRole) => can({ ...nobody, projectRole }, permission)),
});

/** The highest of several roles, of which a person may hold one by name and others by groups; null for none. */
export const highest = <Role extends string>(
  order: readonly Role[],
  roles: Iterable<string>,
): Role | null => {
  const held = new Set(roles);
  return order.find((role) => held.has(role)) ?? null;
};

/** Whether a role is the wanted one or above it, in the order of its kind. */
export function reaches(order: readonly string[], role: string | null, wanted: string): boolean {
  const held = role === null ? -1 : order.indexOf(role);
  return held >= 0 && held <= order.indexOf(wanted);
}

type At = "organization" | "project";
const orders = { organization: organizationRoles, project: projectRoles } as const;

/** Whether the holder may give or take this role: nobody gives more than they hold, and so only owners touch owners. */
export function mayGrant(holder: Holder, role: OrganizationRole | ProjectRole, at: At): boolean {
  if (at === "project")
    return can(holder, "project-members:manage") && reaches(projectRoles, effectiveProjectRole(holder), role);
  return can(holder, "members:manage") && reaches(organizationRoles, holder.organizationRole, role);
}

/** The later of several ends, of which null is never; null for none. */
export const latest = (ends: readonly (Date | null)[]): Date | null =>
  ends.length === 0 || ends.includes(null)
    ? null
    : new Date(Math.max(...ends.map((end) => (end as Date).getTime())));

/** When the holder's right to give roles at a place ends: what they give ends no later. Null for never. */
export function endOf(holder: Holder, at: At): Date | null {
  const { organizationRole, organizationUntil = null, projectRole, projectUntil = null } = holder;
  if (at === "organization") return organizationUntil;
  const inAll = organizationRole === "owner" || organizationRole === "admin";
  return latest([...(inAll ? [organizationUntil] : []), ...(projectRole === "admin" ? [projectUntil] : [])]);
}

/** A role that somebody is given, and when it ends; null for never. */
export type Grant = { role: OrganizationRole | ProjectRole; until: Date | null };

/** Whether an end comes no later than another; null is never. */
const endsBy = (until: Date | null, end: Date | null): boolean =>
  end === null || (until !== null && until <= end);

/**
 * Why the holder may not give this role in the place of what there was (null for none); null if they may. Nobody gives or
 * takes a role above their own, gives one that outlasts their own, or gives themselves more than they were given by name:
 * what a group brings, or a date ends, would else be kept. Less than there was may be left by whoever may touch both roles.
 */
export function grantRefusal(
  holder: Holder,
  at: At,
  { before, after, oneself = false }: { before: Grant | null; after: Grant; oneself?: boolean },
): "role_above" | "role_own" | "role_outlasts" | null {
  const touched = before ? [before.role, after.role] : [after.role];
  if (!touched.every((role) => mayGrant(holder, role, at))) return "role_above";
  if (before && reaches(orders[at], before.role, after.role) && endsBy(after.until, before.until))
    return null;
  if (oneself) return "role_own";
  return endsBy(after.until, endOf(holder, at)) ? null : "role_outlasts";
}

/** Every permission there is, for tables and tests. */
export const allPermissions: readonly Permission[] = [
  ...new Set<Permission>([
    ...Object.values(byOrganizationRole).flat(),
    ...Object.values(byProjectRole).flat(),
    ...platformAdmin,
  ]),
];
