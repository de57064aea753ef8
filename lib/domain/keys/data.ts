import type { Prisma } from "#generated/client.ts";
import type { OrganizationRole, ProjectRole, Scope } from "#lib/domain/access/permissions.ts";
import { type Keyset, keysetPage, type Page } from "#lib/infra/db/keyset.ts";
import type { AnyTx, TenantTx, UserTx } from "#lib/infra/db/transaction.ts";
import { daysFrom, shownDays } from "./rules.ts";

/** A key as lists show it: everything but the secret, of which there is only a hash. */
export type KeyRow = {
  id: string;
  kind: "personal" | "service" | "platform";
  name: string;
  prefix: string;
  lastFour: string;
  scopes: Scope[];
  organizationRole: OrganizationRole | null;
  project: { slug: string; displayName: string } | null;
  projectRole: ProjectRole | null;
  /** Whose rights it has; null for a service. */
  user: { id: string; displayName: string } | null;
  createdBy: string | null;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  lastUsedFrom: string | null;
  revokedAt: Date | null;
};

const pageSize = 50;

const listed = {
  id: true,
  kind: true,
  name: true,
  prefix: true,
  lastFour: true,
  scopes: true,
  organizationRole: true,
  projectRole: true,
  createdBy: true,
  createdAt: true,
  expiresAt: true,
  lastUsedAt: true,
  lastUsedFrom: true,
  revokedAt: true,
  userId: true,
  project: { select: { slug: true, displayName: true } },
} satisfies Prisma.KeySelect;
type Listed = Prisma.KeyGetPayload<{ select: typeof listed }>;

/** Those that work, and those that stopped working not long ago. */
const shown = (now: Date): Prisma.KeyWhereInput => {
  const since = daysFrom(now, -shownDays);
  return { expiresAt: { gt: since }, OR: [{ revokedAt: null }, { revokedAt: { gt: since } }] };
};

/** Names whoever belongs to the keys; a person who has left the organization has no name here. */
async function named(tx: AnyTx, rows: Listed[]): Promise<KeyRow[]> {
  const ids = [...new Set(rows.flatMap((row) => [row.userId, row.createdBy]))].filter((id) => id !== null);
  const people = await tx.user.findMany({
    where: { id: { in: ids } },
    select: { id: true, displayName: true },
  });
  const names = new Map(people.map(({ id, displayName }) => [id, displayName]));
  return rows.map(({ userId, createdBy, ...row }) => ({
    ...row,
    kind: row.kind as KeyRow["kind"],
    scopes: row.scopes as Scope[],
    organizationRole: row.organizationRole as OrganizationRole | null,
    projectRole: row.projectRole as ProjectRole | null,
    user: userId ? { id: userId, displayName: names.get(userId) ?? "" } : null,
    createdBy: createdBy ? (names.get(createdBy) ?? null) : null,
  }));
}

/** Keys of an organization, newest first, a page at a time: all of them, or with `userId` one person's own. */
export async function listKeys(
  tx: TenantTx,
  organizationId: string,
  {
    id,
    userId,
    before = null,
    after = null,
    limit = pageSize,
  }: { id?: string; userId?: string; limit?: number } & Partial<Keyset> = {},
  now = new Date(),
): Promise<Page<KeyRow>> {
  const where = { organizationId, ...(id ? { id } : {}), ...(userId ? { userId } : {}), ...shown(now) };
  const page = await keysetPage({ before, after }, limit, ({ edge, upwards, take }) =>
    tx.key.findMany({
      where: edge ? { ...where, id: upwards ? { gt: edge } : { lt: edge } } : where,
      select: listed,
      orderBy: { id: upwards ? "asc" : "desc" },
      take,
    }),
  );
  return { ...page, rows: await named(tx, page.rows) };
}

/** A person's own keys of every organization they belong to, and of the platform, newest first. */
export async function listOwnKeys(tx: UserTx, userId: string, now = new Date()) {
  const rows = await tx.key.findMany({
    where: { userId, ...shown(now) },
    select: { ...listed, organization: { select: { slug: true, displayName: true } } },
    orderBy: { id: "desc" },
    take: 200,
  });
  const keys = await named(tx, rows);
  return keys.map((key, index) => ({ ...key, organization: rows[index]?.organization ?? null }));
}
