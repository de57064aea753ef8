/** Roles in an organization. */
export const organizationRoles = ["owner", "admin", "member", "billing"] as const;
/** Roles in one project. Owners and admins of the organization act as admins of each of its projects. */
export const projectRoles = ["admin", "editor", "viewer"] as const;

export type OrganizationRole = (typeof organizationRoles)[number];
export type ProjectRole = (typeof projectRoles)[number];

const member = ["organization:read", "projects:create", "members:read"] as const;
const organizationAdmin = [
  ...member,
  "organization:update",
  "projects:read-all",
  "members:manage",
  "audit:read",
] as const;

const byOrganizationRole = {
  owner: [...organizationAdmin, "organization:delete"],
  admin: organizationAdmin,
  member,
  billing: ["organization:read", "members:read", "usage:read"],
} as const satisfies Record<OrganizationRole, readonly string[]>;

const viewer = ["project:read", "sessions:read", "credentials:see"] as const;
const editor = [...viewer, "sessions:create", "sessions:stop"] as const;

const byProjectRole = {
  viewer,
  editor,
  admin: [
    ...editor,
    "sessions:stop-any",
    "credentials:manage",
    "project:update",
    "project:retry",
    "project:delete",
  ],
} as const satisfies Record<ProjectRole, readonly string[]>;

const platformAdmin = ["platform:read", "platform:retry"] as const;

export type OrganizationPermission = (typeof byOrganizationRole)[OrganizationRole][number];
export type ProjectPermission = (typeof byProjectRole)[ProjectRole][number];
export type PlatformPermission = (typeof platformAdmin)[number];
export type Permission = OrganizationPermission | ProjectPermission | PlatformPermission;

/** What somebody holds at the place they act on. */
export type Holder = {
  organizationRole: OrganizationRole | null;
  projectRole: ProjectRole | null;
  platformAdmin: boolean;
};

/** The project role that counts: the highest of one's own and the one the organization's role brings. */
export function effectiveProjectRole(holder: Holder): ProjectRole | null {
  if (holder.organizationRole === "owner" || holder.organizationRole === "admin") return "admin";
  return holder.projectRole;
}

/** Whether the holder may do it. The one place where this is decided, for server, interface and REST. */
export function can(holder: Holder, permission: Permission): boolean {
  const held: readonly string[] = [
    ...(holder.organizationRole ? byOrganizationRole[holder.organizationRole] : []),
    ...(effectiveProjectRole(holder) ? byProjectRole[effectiveProjectRole(holder) as ProjectRole] : []),
    ...(holder.platformAdmin ? platformAdmin : []),
  ];
  return held.includes(permission);
}

/** Every permission there is, for tables and tests. */
export const allPermissions: readonly Permission[] = [
  ...new Set<Permission>([
    ...Object.values(byOrganizationRole).flat(),
    ...Object.values(byProjectRole).flat(),
    ...platformAdmin,
  ]),
];
