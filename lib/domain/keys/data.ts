import type { Prisma } from "#generated/client.ts";
import type { Caller } from "#lib/domain/access/caller.ts";
import type { OrganizationRole, ProjectRole, Scope } from "#lib/domain/access/permissions.ts";
import { resolveTenant, visibleProjects } from "#lib/domain/access/scope.ts";
import { getSettings } from "#lib/domain/settings/data.ts";
import { type Keyset, keysetPage, type Page } from "#lib/infra/db/keyset.ts";
import {
  type AnyTx,
  type PlatformTx,
  type TenantTx,
  type UserTx,
  withTenant,
} from "#lib/infra/db/transaction.ts";
import type { KeyKind, KeyLimits } from "./names.ts";
import { beginning, daysFrom, type KeyState, shownDays, soonDays } from "./rules.ts";

/** A key as lists show it: everything but its secrets, of which there are only hashes. */
export type KeyRow = {
  id: string;
  kind: KeyKind;
  name: string;
  /** Of the secret that was made last. */
  prefix: string;
  lastFour: string;
  scopes: Scope[];
  organizationRole: OrganizationRole | null;
  project: { slug: string; displayName: string } | null;
  projectRole: ProjectRole | null;
  /** Whose rights it has; null for a service or a project. */
  user: { id: string; displayName: string } | null;
  createdBy: string | null;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  lastUsedFrom: string | null;
  revokedAt: Date | null;
  disabledAt: Date | null;
  disabledBy: string | null;
  /** None named: all. */
  models: string[];
  routes: string[];
  addresses: string[];
  limits: KeyLimits;
  /** When its text was reported to be where it should not be, and where that was. */
  leakReportedAt: Date | null;
  leakSource: string | null;
  /** The secret from before the last rotation, while it works. */
  overlap: { prefix: string; lastFour: string; endsAt: Date; lastUsedAt: Date | null } | null;
  version: number;
};

const pageSize = 50;

/** The secret that a key is shown by: the last, which has no end of its own. */
export const shownSecret = {
  where: { endsAt: null },
  select: { prefix: true, lastFour: true },
} satisfies Prisma.Key$secretsArgs;

/** A secret as people tell theirs apart by. */
export const shownOf = ([secret]: readonly { prefix: string; lastFour: string }[]): string =>
  secret ? `${secret.prefix}…${secret.lastFour}` : "";

/** The columns of `KeyRow`. */
export const listed = (now: Date) =>
  ({
    id: true,
    kind: true,
    name: true,
    scopes: true,
    organizationRole: true,
    projectRole: true,
    createdBy: true,
    createdAt: true,
    expiresAt: true,
    lastUsedAt: true,
    lastUsedFrom: true,
    revokedAt: true,
    disabledAt: true,
    disabledBy: true,
    models: true,
    routes: true,
    addresses: true,
    requestsPerMinute: true,
    tokensPerMinute: true,
    tokensPerMonth: true,
    costPerMonth: true,
    leakReportedAt: true,
    leakSource: true,
    version: true,
    userId: true,
    project: { select: { slug: true, displayName: true } },
    secrets: {
      where: { OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
      select: { prefix: true, lastFour: true, endsAt: true, lastUsedAt: true },
      orderBy: { id: "desc" },
    },
  }) satisfies Prisma.KeySelect;
type Listed = Prisma.KeyGetPayload<{ select: ReturnType<typeof listed> }>;

/** Those that work, and those that stopped working not long ago. */
export const shown = (now: Date): Prisma.KeyWhereInput => {
  const since = daysFrom(now, -shownDays);
  return { expiresAt: { gt: since }, OR: [{ revokedAt: null }, { revokedAt: { gt: since } }] };
};

/** The condition of a state. */
export const inState = (state: KeyState, now: Date): Prisma.KeyWhereInput => {
  const soon = daysFrom(now, soonDays);
  return {
    active: { revokedAt: null, disabledAt: null, expiresAt: { gt: soon } },
    ending: { revokedAt: null, disabledAt: null, expiresAt: { gt: now, lte: soon } },
    disabled: { revokedAt: null, disabledAt: { not: null }, expiresAt: { gt: now } },
    expired: { revokedAt: null, expiresAt: { lte: now } },
    revoked: { revokedAt: { not: null } },
  }[state];
};

/** Names whoever belongs to the keys; a person who has left the organization has no name here. */
export async function named(tx: AnyTx, rows: Listed[]): Promise<KeyRow[]> {
  const ids = [...new Set(rows.flatMap((row) => [row.userId, row.createdBy, row.disabledBy]))];
  const people = await tx.user.findMany({
    where: { id: { in: ids.filter((id) => id !== null) } },
    select: { id: true, displayName: true },
  });
  const names = new Map(people.map(({ id, displayName }) => [id, displayName]));
  const nameOf = (id: string | null) => (id ? (names.get(id) ?? null) : null);
  return rows.map(({ userId, secrets, ...row }) => {
    const { requestsPerMinute, tokensPerMinute, tokensPerMonth, costPerMonth, ...rest } = row;
    const current = secrets.find(({ endsAt }) => endsAt === null);
    const old = secrets.find(({ endsAt }) => endsAt !== null);
    return {
      ...rest,
      kind: row.kind as KeyRow["kind"],
      scopes: row.scopes as Scope[],
      organizationRole: row.organizationRole as OrganizationRole | null,
      projectRole: row.projectRole as ProjectRole | null,
      user: userId ? { id: userId, displayName: names.get(userId) ?? "" } : null,
      createdBy: nameOf(row.createdBy),
      disabledBy: nameOf(row.disabledBy),
      prefix: current?.prefix ?? "",
      lastFour: current?.lastFour ?? "",
      overlap: old?.endsAt ? { ...old, endsAt: old.endsAt } : null,
      limits: {
        requestsPerMinute,
        tokensPerMinute,
        tokensPerMonth: tokensPerMonth === null ? null : Number(tokensPerMonth),
        costPerMonth: costPerMonth === null ? null : Number(costPerMonth),
      },
    };
  });
}

/** Which keys of a list are wanted. `whose` is what the caller may see (`visibleKeys`). */
export type KeysWanted = {
  whose?: Prisma.KeyWhereInput;
  id?: string;
  userId?: string;
  /** Short name. */
  project?: string;
  kind?: KeyKind;
  state?: KeyState;
  /** How a secret begins, also one from before a rotation. */
  prefix?: string;
};

const wantedOf = (
  organizationId: string | null,
  wanted: KeysWanted & { projectId?: string },
  now: Date,
): Prisma.KeyWhereInput => {
  const { projectId, whose = {}, id, userId, kind, state, prefix } = wanted;
  return {
    organizationId,
    ...(id ? { id } : {}),
    ...(userId ? { userId } : {}),
    ...(projectId ? { projectId } : {}),
    ...(kind ? { kind } : {}),
    ...(prefix ? { secrets: { some: { prefix: beginning(prefix) } } } : {}),
    AND: [whose, state ? inState(state, now) : id ? {} : shown(now)],
  };
};

/** Keys of an organization, or with null of the platform, newest first, a page at a time. */
export async function listKeys(
  tx: TenantTx | PlatformTx,
  organizationId: string | null,
  {
    before = null,
    after = null,
    limit = pageSize,
    ...wanted
  }: KeysWanted & { limit?: number } & Partial<Keyset> = {},
  now = new Date(),
): Promise<Page<KeyRow>> {
  // Looked up first: by its id an index has a project's keys in their order.
  const project =
    wanted.project && organizationId
      ? await tx.project.findFirst({
          where: { organizationId, slug: wanted.project, deletedAt: null },
          select: { id: true },
        })
      : null;
  if (wanted.project && !project) return { rows: [], newer: null, older: null };
  const where = wantedOf(organizationId, project ? { ...wanted, projectId: project.id } : wanted, now);
  const page = await keysetPage({ before, after }, limit, ({ edge, upwards, take }) =>
    tx.key.findMany({
      where: edge ? { AND: [where, { id: upwards ? { gt: edge } : { lt: edge } }] } : where,
      select: listed(now),
      orderBy: { id: upwards ? "asc" : "desc" },
      take,
    }),
  );
  return { ...page, rows: await named(tx, page.rows) };
}

/** One key, whatever its state; null for none that the caller may see. */
export async function getKey(
  tx: TenantTx | PlatformTx,
  organizationId: string | null,
  id: string,
  whose: Prisma.KeyWhereInput = {},
): Promise<KeyRow | null> {
  const { rows } = await listKeys(tx, organizationId, { id, whose, limit: 1 });
  return rows[0] ?? null;
}

/** A person's own keys of every organization they belong to, and of the platform, newest first. */
export async function listOwnKeys(tx: UserTx, userId: string, now = new Date()) {
  const rows = await tx.key.findMany({
    where: { userId, ...shown(now) },
    select: {
      ...listed(now),
      organizationId: true,
      projectId: true,
      organization: { select: { slug: true, displayName: true } },
    },
    orderBy: { id: "desc" },
    take: 200,
  });
  const keys = await named(tx, rows);
  return keys.map((key, index) => ({
    ...key,
    organizationId: rows[index]?.organizationId ?? null,
    projectId: rows[index]?.projectId ?? null,
    organization: rows[index]?.organization ?? null,
  }));
}

/**
 * Names of the projects that somebody's own keys are bound to, by id. As what is a person's own shows no projects, each
 * organization is read through its own tenant's door: what they may no longer see there, or is deleted, has no name.
 */
export async function projectsOfOwn(
  caller: Caller,
  keys: Awaited<ReturnType<typeof listOwnKeys>>,
): Promise<ReadonlyMap<string, string>> {
  const bound = keys.filter(({ projectId }) => projectId);
  const ids = bound.flatMap(({ projectId }) => projectId ?? []);
  const names = new Map<string, string>();
  for (const org of new Set(bound.flatMap(({ organization }) => organization?.slug ?? []))) {
    const scope = await resolveTenant(caller, org);
    if (!scope) continue;
    const seen = visibleProjects(scope);
    const id = { in: seen ? ids.filter((one) => seen.includes(one)) : ids };
    const found = await withTenant(scope, (tx) =>
      tx.project.findMany({
        where: { organizationId: scope.organizationId, id, deletedAt: null },
        select: { id: true, displayName: true },
      }),
    );
    for (const project of found) names.set(project.id, project.displayName);
  }
  return names;
}

/** How many days a key lives at most: as the platform says, and of these organizations each, by its id. */
export async function longestLives(
  tx: AnyTx,
  organizationIds: readonly string[],
): Promise<{ of: (organizationId: string | null) => number }> {
  const { maxKeyDays: platform } = await getSettings(tx);
  const rows = await tx.organization.findMany({
    where: { id: { in: [...organizationIds] } },
    select: { id: true, keyMaxDays: true },
  });
  const own = new Map(rows.map(({ id, keyMaxDays }) => [id, keyMaxDays]));
  return { of: (id) => Math.min(platform, (id && own.get(id)) || platform) };
}

/** How many days a key of the organization lives at most, or with null one of the platform. */
export async function longestLife(tx: AnyTx, organizationId: string | null): Promise<number> {
  return (await longestLives(tx, organizationId ? [organizationId] : [])).of(organizationId);
}
