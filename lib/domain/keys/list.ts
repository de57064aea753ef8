import { z } from "zod";
import type { Prisma } from "#generated/client.ts";
import { can, nobody, type OrganizationRole } from "#lib/domain/access/permissions.ts";
import type { ProjectScope, TenantScope } from "#lib/domain/access/scope.ts";
import type { Page } from "#lib/infra/db/keyset.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import { inState, type KeyRow, listKeys, shown } from "./data.ts";
import { keyKinds, withoutSecret } from "./names.ts";
import { beginning, daysFrom, type KeyState, nameBegins, stateOf } from "./rules.ts";

/** States as screens tell them apart: of the active ones, those with a secret from before a rotation that still works. */
export const shownStates = [
  "active",
  "rotating",
  "ending",
  "disabled",
  "expired",
  "revoked",
] as const satisfies readonly (KeyState | "rotating")[];
export type ShownState = (typeof shownStates)[number];

export const shownStateOf = (
  key: Pick<KeyRow, "expiresAt" | "revokedAt" | "disabledAt" | "overlap">,
  now: Date = new Date(),
): ShownState => {
  const state = stateOf(key, now);
  return state === "active" && key.overlap ? "rotating" : state;
};

const isSecret = /^ptc_[a-z]{0,3}_?[0-9A-Za-z]*$/;

/** The filters of a list of keys, from its address. Wrong values fall back, so that any link opens. */
export const keyListFilter = z.object({
  state: z.enum(shownStates).nullable().catch(null),
  kind: z.enum(keyKinds).nullable().catch(null),
  project: z.string().max(63).catch(""),
  owner: z.uuid().nullable().catch(null),
  /** Not used for so many days. */
  unused: z.coerce.number().int().min(1).max(3650).nullable().catch(null),
  q: z.string().trim().max(100).transform(withoutSecret).catch(""),
  before: z.uuid().nullable().catch(null),
  after: z.uuid().nullable().catch(null),
});
export type KeyListFilter = z.infer<typeof keyListFilter>;

const stateWhere = (state: ShownState, now: Date): Prisma.KeyWhereInput => {
  const overlap = { secrets: { some: { endsAt: { gt: now } } } };
  if (state === "rotating") return { AND: [inState("active", now), overlap] };
  if (state === "active") return { AND: [inState("active", now), { NOT: overlap }] };
  return inState(state, now);
};

/** How many keys are looked at of those that end in four characters: of millions hardly two do by chance. */
const mostAlike = 100;

/** What somebody typed: how a secret begins; or how a name does, or four characters that a secret ends in. */
async function textWhere(tx: TenantTx, organizationId: string, q: string): Promise<Prisma.KeyWhereInput> {
  if (isSecret.test(q)) return { secrets: { some: { prefix: beginning(q) } } };
  if (q.length !== 4) return nameBegins(q);
  // Asked for first: of an "or" over two tables no index would be used.
  const alike = await tx.keySecret.findMany({
    where: { organizationId, lastFour: q },
    select: { keyId: true },
    orderBy: { id: "desc" },
    take: mostAlike,
  });
  return { OR: [nameBegins(q), { id: { in: alike.map(({ keyId }) => keyId) } }] };
}

/** Keys that a screen lists, newest first: of those that the viewer sees (`whose`), what the filter leaves. */
export async function listShown(
  tx: TenantTx,
  organizationId: string,
  whose: Prisma.KeyWhereInput,
  { state, kind, project, owner, unused, q, before, after }: KeyListFilter,
  now = new Date(),
): Promise<Page<KeyRow>> {
  const since = unused === null ? null : daysFrom(now, -unused);
  const and: Prisma.KeyWhereInput[] = [
    whose,
    ...(state ? [stateWhere(state, now)] : []),
    ...(q ? [await textWhere(tx, organizationId, q)] : []),
    ...(since
      ? [{ createdAt: { lt: since }, OR: [{ lastUsedAt: null }, { lastUsedAt: { lt: since } }] }]
      : []),
  ];
  const wanted = {
    ...(kind ? { kind } : {}),
    ...(project ? { project } : {}),
    ...(owner ? { userId: owner } : {}),
  };
  return listKeys(tx, organizationId, { ...wanted, whose: { AND: and }, before, after }, now);
}

/** More are not counted. */
export const mostCounted = 1000;

/** How many keys there are in each state, up to `mostCounted`, of those that the viewer sees. */
export async function countShown(
  tx: TenantTx,
  organizationId: string,
  whose: Prisma.KeyWhereInput,
  now = new Date(),
): Promise<Record<ShownState | "all", number>> {
  const count = (state: ShownState | null) =>
    tx.key.count({
      where: { organizationId, AND: [whose, shown(now), state ? stateWhere(state, now) : {}] },
      take: mostCounted,
    });
  const counts = { all: await count(null) } as Record<ShownState | "all", number>;
  for (const state of shownStates) counts[state] = counts.all === 0 ? 0 : await count(state);
  return counts;
}

/** Whether one may make a key of one's own in an organization one belongs to. Who has a role in a project alone makes it there. */
export const mayMakeOwn = ({ role }: { role: OrganizationRole | null }): boolean =>
  can({ ...nobody, organizationRole: role }, "keys:own");

/** What the viewer may do with a key of a list. The commands ask again. */
export type MayKey = {
  /** Its name, its limits, a new secret; a personal one's secret is its person's alone. */
  manage: boolean;
  rotate: boolean;
  end: boolean;
};

export function mayWith(
  scope: TenantScope | ProjectScope,
  key: Pick<KeyRow, "kind" | "user" | "project">,
): MayKey {
  const { holder, userId, caller } = scope;
  if (caller.viewing) return { manage: false, rotate: false, end: false };
  const all = can(holder, "keys:manage");
  const own = key.user !== null && key.user.id === userId;
  const there =
    "project" in scope && key.project?.slug === scope.project.slug && can(holder, "project-keys:manage");
  const manage = all || own || (there && key.kind === "project");
  return { manage, rotate: key.kind === "personal" ? own : manage, end: all || own || there };
}

/** The first call that was made with a key; `model` and `status` once the gateway has reported it. */
export type FirstCall = { id: string; at: Date; model: string | null; status: string | null };

/** First calls of the keys that somebody made in the last hour: what the light beside a new key waits for. */
export async function listFirstCalls(
  tx: TenantTx,
  { organizationId, userId }: TenantScope,
  now = new Date(),
): Promise<FirstCall[]> {
  const keys = await tx.key.findMany({
    where: {
      organizationId,
      createdBy: userId,
      createdAt: { gt: new Date(now.getTime() - 3_600_000) },
      lastUsedAt: { not: null },
    },
    select: {
      id: true,
      lastUsedAt: true,
      usageEvents: {
        orderBy: { startedAt: "asc" },
        take: 1,
        select: { model: true, status: true, startedAt: true },
      },
    },
    orderBy: { id: "desc" },
    take: 20,
  });
  return keys.flatMap(({ id, lastUsedAt, usageEvents: [event] }) =>
    lastUsedAt
      ? [
          {
            id,
            at: event?.startedAt ?? lastUsedAt,
            model: event?.model ?? null,
            status: event?.status ?? null,
          },
        ]
      : [],
  );
}

/** Keys that end soon and still work, as many as are named, those that end first before the others. */
export async function listEnding(
  tx: TenantTx,
  organizationId: string,
  whose: Prisma.KeyWhereInput,
  take: number,
  now = new Date(),
): Promise<KeyRow[]> {
  const first = await tx.key.findMany({
    where: { organizationId, AND: [whose, inState("ending", now)] },
    select: { id: true },
    orderBy: [{ expiresAt: "asc" }, { id: "asc" }],
    take,
  });
  const ids = first.map(({ id }) => id);
  const { rows } = await listKeys(tx, organizationId, { whose: { id: { in: ids } }, limit: take }, now);
  return rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id));
}

/** A secret of a key that works: the last one has no end of its own. */
export type SecretRow = {
  id: string;
  prefix: string;
  lastFour: string;
  createdAt: Date;
  endsAt: Date | null;
  lastUsedAt: Date | null;
};

/** The secrets of a key that work, the newest first: two while it is being rotated. */
export const listSecrets = (
  tx: TenantTx | PlatformTx,
  organizationId: string | null,
  keyId: string,
  now = new Date(),
): Promise<SecretRow[]> =>
  tx.keySecret.findMany({
    where: { organizationId, keyId, OR: [{ endsAt: null }, { endsAt: { gt: now } }] },
    select: { id: true, prefix: true, lastFour: true, createdAt: true, endsAt: true, lastUsedAt: true },
    orderBy: { id: "desc" },
  });

/** The tier of the project that a key is bound to, which says what models there are; null for none. */
export async function tierFor(
  tx: TenantTx,
  organizationId: string,
  { project }: Pick<KeyRow, "project">,
): Promise<string | null> {
  if (!project) return null;
  const found = await tx.project.findFirst({
    where: { organizationId, slug: project.slug },
    select: { tier: true },
  });
  return found?.tier ?? null;
}
