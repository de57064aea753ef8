import { z } from "zod";
import { Prisma } from "#generated/client.ts";
import { MOST_SUBJECTS } from "#lib/domain/clusters/contract/project.ts";
import { shownOf, shownSecret } from "#lib/domain/keys/data.ts";
import { idIn } from "#lib/infra/db/id.ts";
import { type Keyset, keysetPage, type Page } from "#lib/infra/db/keyset.ts";
import { literal } from "#lib/infra/db/like.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { type Bound, boundAs, type Grant, rolesWith, type Subject } from "./explain.ts";
import { enoughFor, organizationRoles, type Permission, projectRoles, type Scope } from "./permissions.ts";
import { live } from "./scope.ts";

/** How the cluster names whom the portal knows. Without an issuer it knows nobody. */
export type ClusterNames = { issuer: string | undefined; subjectPrefix: string; groupPrefix: string };

/** Whose rights are asked about: an organization's, or those in one project of it. */
export type Place = { organizationId: string; projectId: string | null };

/** Which subjects of a place are meant. */
export type Asked = {
  /** With `can`: only those who can do it, or only those who cannot. */
  permission?: Permission;
  can?: boolean;
  /** How a name or an address begins. */
  q?: string;
  /** For an organization: also people who have a role in projects only. */
  everywhere?: boolean;
};

const kinds = ["person", "group", "key"] as const;
type Kind = (typeof kinds)[number];
/** Where a row stands in the list: people, groups, keys; in each by name. */
const edgeOf = z.tuple([z.int(), z.string(), z.string()]);

const PAGE = 50;

/**
 * Everybody with a role at a place, with whether they can and whether that lasts: people (for a project also the
 * organization's owners and admins), the groups that the cluster knows, service keys. The same answers as `explain`.
 */
function everybody({ organizationId, projectId }: Place, names: ClusterNames, asked: Asked): Prisma.Sql {
  const { permission, everywhere = false } = asked;
  const [inOrganization, inProject] = permission
    ? [rolesWith("organization", permission), rolesWith("project", permission)]
    : [[], []];
  const enough = permission ? enoughFor(permission) : [];
  // Of several roles the highest counts, which is the first in its order.
  const highest = (order: readonly string[], at: Prisma.Sql, allowed: readonly string[]) =>
    Prisma.sql`coalesce((${order}::text[])[min(array_position(${order}::text[], role)) filter (where ${at})] = any(${allowed}::text[]), false)`;
  const here = Prisma.sql`project_id is null`;
  const there = Prisma.sql`project_id = ${projectId}::uuid`;
  const allows = Prisma.sql`(${highest(organizationRoles, here, inOrganization)} or ${highest(projectRoles, there, inProject)})`;
  const reaching = (roles: readonly string[]) =>
    projectId
      ? Prisma.sql`(${there} or (${here} and role = any(${roles}::text[])))`
      : everywhere
        ? Prisma.sql`true`
        : here;
  const groups = Prisma.sql`union all
    select 2, group_name, lower(group_name), '', ${allows}, true from group_mappings
    where organization_id = ${organizationId}::uuid and issuer = ${names.issuer ?? null} and ${reaching(["admin"])}
      and id in (select portico_whole_groups(${projectId}::uuid, ${names.issuer ?? null}, ${MOST_SUBJECTS}))
    group by group_name`;
  return Prisma.sql`
    select 1 as kind, u.id::text as id, lower(u.display_name) as name, lower(coalesce(u.email, '')) as address,
      u.suspended_at is null and m.allows as can, m.lasts
    from (select user_id, ${allows} as allows,
        coalesce(bool_or(expires_at is null) filter (where (${here} and role = any(${inOrganization}::text[]))
          or (${there} and role = any(${inProject}::text[]))), false) as lasts
      from memberships
      where organization_id = ${organizationId}::uuid and (expires_at is null or expires_at > now())
        and ${reaching(["owner", "admin"])}
      group by user_id) m join users u on u.id = m.user_id
    ${names.issuer && projectId ? groups : Prisma.empty}
    union all
    select 3, id::text, lower(name), '', scopes && ${enough}::text[] and
      (coalesce(organization_role = any(${inOrganization}::text[]), false)
        or coalesce(${there} and project_role = any(${inProject}::text[]), false)), false
    from keys
    where organization_id = ${organizationId}::uuid and kind in ('project', 'service') and revoked_at is null and disabled_at is null and expires_at > now()
      and ${projectId ? Prisma.sql`(${there} or organization_role in ('owner', 'admin'))` : Prisma.sql`organization_role is not null`}`;
}

/** How many can and cannot do something, by kind; `forNow` of them only for a time. */
export type Count = { kind: Subject["kind"]; can: boolean; count: number; forNow: number };

/** Counts everybody with a role at a place, by whether they can. */
export async function countSubjects(
  tx: TenantTx,
  place: Place,
  names: ClusterNames,
  permission: Permission,
): Promise<Count[]> {
  const rows = await tx.$queryRaw<(Omit<Count, "kind"> & { kind: number })[]>`
    select kind, can, count(*)::int as count, (count(*) filter (where not lasts))::int as "forNow"
    from (${everybody(place, names, { permission })}) s group by kind, can`;
  return rows.map((row) => ({ ...row, kind: kinds[row.kind - 1] ?? "person" }));
}

/** A page of everybody with a role at a place. Bots live in the cluster alone. */
export async function listSubjects(
  tx: TenantTx,
  place: Place,
  names: ClusterNames,
  asked: Asked = {},
  at: Keyset = { before: null, after: null },
  size = PAGE,
): Promise<Page<Subject>> {
  const { can, q = "" } = asked;
  const begins = `${literal(q.trim().toLowerCase())}%`;
  const page = await keysetPage(at, size, async ({ edge, upwards, take }) => {
    const from = readEdge(edge);
    const beyond = (sign: Prisma.Sql) =>
      from
        ? Prisma.sql`and (kind, name, id) ${sign} (${from[0]}::int, ${from[1]}::text, ${from[2]}::text)`
        : Prisma.empty;
    const rows = await tx.$queryRaw<{ kind: number; name: string; key: string }[]>`
      select kind, name, id as key from (${everybody(place, names, asked)}) s
      where (name like ${begins} or address like ${begins}) ${can === undefined ? Prisma.empty : Prisma.sql`and can = ${can}`}
        ${beyond(upwards ? Prisma.sql`<` : Prisma.sql`>`)}
      order by ${upwards ? Prisma.sql`kind desc, name desc, id desc` : Prisma.sql`kind, name, id`} limit ${take}`;
    return rows.map(({ kind, name, key }) => ({ id: JSON.stringify([kind, name, key]), kind, key }));
  });
  const keys = page.rows.map(({ kind, key }) => ({ kind: kinds[kind - 1] ?? "person", id: key }));
  return { ...page, rows: await readSubjects(tx, place, names, keys) };
}

/** A place in the list, as an address or a cursor has it; null for one that is none. */
function readEdge(text: string | null) {
  try {
    return edgeOf.safeParse(JSON.parse(text ?? "")).data ?? null;
  } catch {
    return null;
  }
}

/** Somebody of the organization by `kind:id`, with what they hold at the place; null for nobody. */
export async function getSubject(
  tx: TenantTx,
  place: Place,
  names: ClusterNames,
  key: string,
): Promise<Subject | null> {
  const [, kind, id = ""] = /^(person|group|key):(.+)$/.exec(key) ?? [];
  if (!kind || (kind !== "group" && !idIn(id))) return null;
  return (await readSubjects(tx, place, names, [{ kind: kind as Kind, id }]))[0] ?? null;
}

/** The subjects of these keys with all that they hold at the place, in the keys' order; without those who are not there. */
async function readSubjects(
  tx: TenantTx,
  place: Place,
  names: ClusterNames,
  keys: readonly { kind: Kind; id: string }[],
): Promise<Subject[]> {
  const of = (kind: Kind) => keys.filter((key) => key.kind === kind).map(({ id }) => id);
  const found = [
    ...(await people(tx, place, names, of("person"))),
    ...(await groups(tx, place, names, of("group"))),
    ...(await services(tx, place, of("key"))),
  ];
  return keys.flatMap(({ kind, id }) => found.find((one) => one.kind === kind && one.id === id) ?? []);
}

/** Whether a row counts at a place: for a project its own, and those of the organization that reach into it. */
const counts = (
  { projectId: at }: Place,
  row: { projectId: string | null; role: string },
  reaching: string[],
) => row.projectId === at || (at !== null && row.projectId === null && reaching.includes(row.role));

const grantOf = (
  row: { projectId: string | null; role: string },
  more: Pick<Grant, "group" | "until">,
): Grant => ({ at: row.projectId === null ? "organization" : "project", role: row.role, ...more }) as Grant;

async function people(tx: TenantTx, place: Place, names: ClusterNames, ids: string[]): Promise<Subject[]> {
  if (ids.length === 0) return [];
  const users = await tx.user.findMany({
    where: { id: { in: ids } },
    include: {
      identities: { where: { issuer: names.issuer ?? "" }, select: { subject: true, groups: true } },
      memberships: {
        where: { organizationId: place.organizationId, ...live() },
        include: { mapping: { select: { groupName: true } } },
        orderBy: { id: "asc" },
      },
    },
  });
  return users
    .filter(({ memberships }) => memberships.length > 0)
    .map(({ identities: [identity], memberships, ...user }) => ({
      kind: "person",
      id: user.id,
      name: user.displayName,
      detail: user.email,
      suspended: user.suspendedAt !== null,
      scopes: null,
      grants: memberships
        .filter((row) => counts(place, row, ["owner", "admin"]))
        .map((row) => grantOf(row, { group: row.mapping?.groupName ?? null, until: row.expiresAt })),
      cluster: identity
        ? {
            user: names.subjectPrefix + identity.subject,
            groups: identity.groups.map((group) => names.groupPrefix + group),
          }
        : null,
    }));
}

/** A group of the cluster's issuer is bound there as a whole, also for those of it who never signed in here. */
async function groups(
  tx: TenantTx,
  place: Place,
  { issuer, groupPrefix }: ClusterNames,
  groupNames: string[],
): Promise<Subject[]> {
  if (!issuer || place.projectId === null || groupNames.length === 0) return [];
  const rows = await tx.groupMapping.findMany({
    where: { organizationId: place.organizationId, issuer, groupName: { in: groupNames } },
    orderBy: { id: "asc" },
  });
  return groupNames.flatMap((name): Subject[] => {
    const own = rows.filter((row) => row.groupName === name && counts(place, row, ["admin"]));
    const grants = own.map((row) => grantOf(row, { group: name, until: null }));
    const cluster = { user: "", groups: [groupPrefix + name] };
    return grants.length === 0
      ? []
      : [{ kind: "group", id: name, name, detail: null, suspended: false, scopes: null, grants, cluster }];
  });
}

/** Keys of services and of projects. A personal one never holds more than the person it is of. */
async function services(
  tx: TenantTx,
  { organizationId, projectId }: Place,
  ids: string[],
): Promise<Subject[]> {
  if (ids.length === 0) return [];
  const rows = await tx.key.findMany({
    where: {
      id: { in: ids },
      organizationId,
      kind: { in: ["project", "service"] },
      revokedAt: null,
      disabledAt: null,
      expiresAt: { gt: new Date() },
    },
    include: { secrets: shownSecret },
  });
  return rows.map((row) => {
    const roles = [
      { projectId: null, role: row.organizationRole },
      { projectId: row.projectId, role: row.projectRole },
    ];
    return {
      kind: "key",
      id: row.id,
      name: row.name,
      detail: shownOf(row.secrets),
      suspended: false,
      scopes: new Set(row.scopes as Scope[]),
      grants: roles.flatMap(({ role, projectId: at }) =>
        role && (at === null || at === projectId)
          ? [grantOf({ projectId: at, role }, { group: null, until: row.expiresAt })]
          : [],
      ),
      cluster: null,
    };
  });
}

/** Of those whom a project's bindings name, `kind/name` of everybody whom the portal gives a role there. */
export async function namedInPortal(
  tx: TenantTx,
  place: Place,
  names: ClusterNames,
  bound: readonly Bound[],
): Promise<Set<string>> {
  const without = (kind: string, prefix: string) => [
    ...new Set(
      bound
        .filter((one) => one.kind === kind && one.name.startsWith(prefix))
        .map(({ name }) => name.slice(prefix.length)),
    ),
  ];
  if (!names.issuer) return new Set();
  const accounts = await tx.identity.findMany({
    where: { issuer: names.issuer, subject: { in: without("User", names.subjectPrefix) } },
    select: { userId: true },
  });
  const found = await readSubjects(tx, place, names, [
    ...accounts.map(({ userId }) => ({ kind: "person" as const, id: userId })),
    ...without("Group", names.groupPrefix).map((id) => ({ kind: "group" as const, id })),
  ]);
  // A group is known as a group, not because somebody is in it.
  return new Set(found.flatMap((one) => (one.grants.length > 0 ? (boundAs(one)[0] ?? []) : [])));
}
