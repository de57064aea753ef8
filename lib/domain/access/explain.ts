import {
  allPermissions,
  can,
  effectiveProjectRole,
  type Holder,
  highest,
  nobody,
  type OrganizationRole,
  organizationRoles,
  type Permission,
  type ProjectRole,
  projectRoles,
  type Scope,
} from "./permissions.ts";

/** One reason why somebody holds a role in an organization or in one project of it. */
export type Grant = (
  | { at: "organization"; role: OrganizationRole }
  | { at: "project"; role: ProjectRole | "bot" }
) & {
  /** The group that brings it; null when it was given to them by name. */
  group: string | null;
  /** Null for good. */
  until: Date | null;
};

/** Whoever may act: a person, a service key, a bot's service account, or all of a group, signed in or not. */
export type Subject = {
  kind: "person" | "key" | "bot" | "group";
  id: string;
  name: string;
  detail: string | null;
  /** A person whom the platform has suspended. */
  suspended: boolean;
  /** What a key is narrowed to. */
  scopes: ReadonlySet<Scope> | null;
  grants: readonly Grant[];
  /** As the cluster names them; null for whoever the cluster does not know. */
  cluster: { user: string; groups: string[] } | null;
};

export type Answer = {
  can: boolean;
  /** Those of the grants that allow it, the lasting ones first. */
  because: Grant[];
  /** When it ends; null when something that lasts allows it, or nothing does. */
  until: Date | null;
  /** Why not: suspended, a role too low, or a key without the scope. Null when they can. */
  why: "suspended" | "role" | "scope" | null;
};

/** What a subject holds at the place that its grants are of. */
export function holderOf({ grants, scopes }: Pick<Subject, "grants" | "scopes">): Holder {
  const at = (place: Grant["at"]) => grants.filter((grant) => grant.at === place).map(({ role }) => role);
  const project = at("project");
  return {
    organizationRole: highest(organizationRoles, at("organization")),
    projectRole: highest(projectRoles, project) ?? (project.includes("bot") ? "bot" : null),
    platformAdmin: false,
    scopes,
  };
}

/** The roles that allow something, of those that one can hold there. */
export const rolesWith = (at: Grant["at"], permission: Permission): string[] => {
  return at === "organization"
    ? organizationRoles.filter((organizationRole) => can({ ...nobody, organizationRole }, permission))
    : projectRoles.filter((projectRole) => can({ ...nobody, projectRole }, permission));
};

/** The role that counts of all that somebody holds: in the project if there is one, else in the organization. */
export function roleOf(subject: Subject): OrganizationRole | ProjectRole | "bot" | null {
  const holder = holderOf(subject);
  return subject.grants.some((grant) => grant.at === "project")
    ? effectiveProjectRole(holder)
    : holder.organizationRole;
}

/**
 * Pure: whether somebody may do it, and because of what. It is `can` that decides: of several roles the highest counts, so
 * what only a lower one allows (billing's usage, beside a member) is not theirs.
 */
export function explain(subject: Subject, permission: Permission): Answer {
  const { grants, scopes, suspended } = subject;
  const no = (why: Answer["why"]): Answer => ({ can: false, because: [], until: null, why });
  if (suspended) return no("suspended");
  if (!can(holderOf(subject), permission))
    return no(can(holderOf({ grants, scopes: null }), permission) ? "scope" : "role");
  const because = grants
    .filter((grant) => can(holderOf({ grants: [grant], scopes }), permission))
    .sort((a, b) => (b.until?.getTime() ?? Infinity) - (a.until?.getTime() ?? Infinity));
  return { can: true, because, until: because[0]?.until ?? null, why: null };
}

/** What a permission is in the cluster, to whom the cluster knows. Whatever is not here is the portal's alone. */
const acts: Partial<Record<Permission, { verb: string; starts: boolean }>> = {
  "sessions:read": { verb: "list", starts: false },
  "sessions:create": { verb: "create", starts: true },
  "sessions:stop": { verb: "patch", starts: true },
  "sessions:stop-any": { verb: "delete", starts: true },
};
export const clusterResource = { group: "portico.dev", resource: "agenticsessions" } as const;

/**
 * What no role of Portico's allows in a project's namespace, each as what the API server is asked: whoever can do one of
 * them has it from elsewhere.
 */
export const clusterActs = {
  secrets: [{ verb: "get", group: "", resource: "secrets" }],
  pods: [{ verb: "create", group: "", resource: "pods", subresource: "exec" }],
  workloads: [
    { verb: "create", group: "", resource: "pods" },
    { verb: "create", group: "apps", resource: "deployments" },
  ],
} as const;
export type ClusterAct = keyof typeof clusterActs;

/** The verb on AgenticSessions that a permission is in the cluster; null for one that is the portal's alone. */
export const verbOf = (permission: Permission): string | null => acts[permission]?.verb ?? null;

/**
 * What the cluster should answer when portal and cluster agree. In a project that is archived or suspended there is only
 * looking, and only for whom the project names as its viewers; there it should refuse what starts or stops anything.
 */
export function expected(answer: Answer, permission: Permission, frozen: boolean): boolean | "either" {
  if (!frozen) return answer.can;
  return acts[permission]?.starts ? false : answer.can ? "either" : false;
}

/** Somebody of whom portal and cluster say different things. */
export type Difference = { subject: Subject; portal: boolean; cluster: boolean };

/** Pure: compares what the cluster answered (by subject) with what it should. */
export function differences(
  subjects: readonly Subject[],
  permission: Permission,
  cluster: ReadonlyMap<Subject, boolean>,
  frozen: boolean,
): Difference[] {
  return subjects.flatMap((subject) => {
    const said = cluster.get(subject);
    if (said === undefined) return [];
    const wanted = expected(explain(subject, permission), permission, frozen);
    return wanted === "either" || wanted === said ? [] : [{ subject, portal: wanted, cluster: said }];
  });
}

/** A subject of a RoleBinding, as the cluster has it. */
export type Bound = { binding: string; role: string; kind: string; name: string; ours: boolean };
/** Why a binding is listed: nobody of the portal is named so, or Portico did not make the binding. */
export type Orphan = Bound & { why: "unknown" | "foreign" };

/** How RoleBindings name somebody: `kind/name`, their own name first, a person also by each group of theirs. */
export function boundAs({ kind, cluster }: Subject): string[] {
  if (!cluster) return [];
  const groups = cluster.groups.map((name) => `Group/${name}`);
  if (kind === "group") return groups;
  return kind === "bot" ? [`ServiceAccount/${cluster.user}`] : [`User/${cluster.user}`, ...groups];
}

const subjectOf = ({ kind, name }: Bound) => `${kind}/${name}`;

/** Pure: the bindings that reach one subject, by name or by a group of theirs. */
export function namesIn(bound: readonly Bound[], subject: Subject): Bound[] {
  const names = new Set(boundAs(subject));
  return bound.filter((one) => names.has(subjectOf(one)));
}

/** Pure: the bindings that neither Portico made nor anybody stands behind. `known` holds `kind/name` of whom the portal names. */
export function orphans(bound: readonly Bound[], known: ReadonlySet<string>): Orphan[] {
  return bound.flatMap((one): Orphan[] => {
    if (!one.ours) return [{ ...one, why: "foreign" }];
    return known.has(subjectOf(one)) ? [] : [{ ...one, why: "unknown" }];
  });
}

/** Pure: whoever the bindings name that nobody of the portal stands behind, each once. */
export function strangersOf(lost: readonly Orphan[]): Subject[] {
  const kinds = { User: "person", Group: "group", ServiceAccount: "bot" } as const;
  const each = new Map(lost.map((one) => [subjectOf(one), one]));
  return [...each.values()].map(({ kind, name }) => {
    const account = name.split(":")[2];
    const groups = account ? ["system:serviceaccounts", `system:serviceaccounts:${account}`] : [];
    return {
      kind: kinds[kind as keyof typeof kinds] ?? "person",
      id: name,
      name,
      detail: null,
      suspended: false,
      scopes: null,
      grants: [],
      cluster:
        kind === "Group"
          ? { user: "", groups: [name] }
          : { user: name, groups: kind === "ServiceAccount" ? groups : [] },
    };
  });
}

export type At = Grant["at"];

/** What can be asked about at a place: whatever some role there allows. */
export function permissionsAt(at: At): Permission[] {
  const inProject = (permission: Permission) => can({ ...nobody, projectRole: "admin" }, permission);
  if (at === "project") return allPermissions.filter(inProject);
  return allPermissions.filter(
    (permission) =>
      !inProject(permission) &&
      organizationRoles.some((organizationRole) => can({ ...nobody, organizationRole }, permission)),
  );
}

/** What a permission is about: `sessions` of `sessions:create`. */
export const resourceOf = (permission: Permission): string => permission.split(":")[0] ?? permission;

/** Names a subject in an address. */
export const subjectKey = ({ kind, id }: Pick<Subject, "kind" | "id">): string => `${kind}:${id}`;
