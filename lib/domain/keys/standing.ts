import type { Prisma } from "#generated/client.ts";
import type { Caller } from "#lib/domain/access/caller.ts";
import { heldWithin } from "#lib/domain/access/holder.ts";
import { can, type Holder, nobody } from "#lib/domain/access/permissions.ts";
import { resolveProject, type TenantScope } from "#lib/domain/access/scope.ts";
import type { PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";

/** What the caller holds at this moment in a project, or without one in the organization; null for what they do not see. */
export async function holderAt(
  tx: TenantTx,
  scope: TenantScope,
  slug: string | null,
): Promise<{ holder: Holder; projectId: string | null } | null> {
  const at = slug === null ? scope : await resolveProject(tx, scope, slug);
  const holder = at && (await heldWithin(tx, at));
  return holder ? { holder, projectId: at && "projectId" in at ? String(at.projectId) : null } : null;
}

/** Whose keys of an organization somebody sees: `all`, or a person's own, those of projects that they manage, and one. */
export type KeySight = "all" | { userId: string | null; projectIds: string[]; keyId: string | null };

export function sightOfKeys({ holder, userId, projectRoles, caller }: TenantScope): KeySight {
  if (can({ ...holder, scopes: null }, "keys:manage")) return "all";
  const projectIds = [...projectRoles].filter(([, role]) => role === "admin").map(([id]) => id);
  return { userId, projectIds, keyId: userId ? null : caller.keyId };
}

/** Which of an organization's keys somebody sees; null for none. */
export function visibleKeys(scope: TenantScope): Prisma.KeyWhereInput | null {
  const sight = sightOfKeys(scope);
  if (sight === "all") return {};
  const { userId, projectIds, keyId } = sight;
  const any: Prisma.KeyWhereInput[] = [
    ...(userId ? [{ userId }] : []),
    ...(projectIds.length > 0 ? [{ projectId: { in: projectIds } }] : []),
    ...(keyId ? [{ id: keyId }] : []),
  ];
  return any.length > 0 ? { OR: any } : null;
}

/** Which keys the caller may end at this moment; null for none. Each project is asked anew: a role may be gone since they came. */
export async function endableKeys(tx: TenantTx, scope: TenantScope): Promise<Prisma.KeyWhereInput | null> {
  const held = await heldWithin(tx, scope);
  if (held && can(held, "keys:manage")) return {};
  const any: Prisma.KeyWhereInput[] = scope.userId ? [{ userId: scope.userId }] : [];
  for (const [projectId, projectRole] of scope.projectRoles) {
    if (projectRole !== "admin") continue;
    const there = await heldWithin(tx, { ...scope, projectId, holder: { ...scope.holder, projectRole } });
    if (there && can(there, "project-keys:manage")) any.push({ projectId });
  }
  return any.length > 0 ? { OR: any } : null;
}

/** Where a key is: in an organization, or (null) on the platform, where its staff have their own alone. */
export type KeyPlace = TenantScope | PlatformPlace;
export type PlatformPlace = {
  readonly organizationId: null;
  readonly userId: string | null;
  readonly caller: Caller;
  readonly holder: Holder;
};
export const platformPlace = (caller: Caller): PlatformPlace => {
  const { userId, platformAdmin, scopes } = caller;
  return { organizationId: null, userId, caller, holder: { ...nobody, platformAdmin, scopes } };
};

const columns = {
  secrets: { where: { endsAt: null }, select: { id: true, prefix: true, lastFour: true } },
  project: { select: { slug: true } },
} satisfies Prisma.KeyInclude;
export type KeptKey = Prisma.KeyGetPayload<{ include: typeof columns }>;

/** What somebody may do with a key. */
export type MayDo = {
  /** Its name, its limits; of a service or a project also a new secret. */
  manage: boolean;
  /** Disable it, revoke it: who answers for its project may, whosever it is. */
  end: boolean;
  /** A personal one's person, or the key that asks about itself. */
  own: boolean;
};

/**
 * A key of the place, locked, and what the caller may do with it now; null for one that they do not see. Of two changes of
 * one key the second waits here, and then sees what the first has made.
 */
export async function lockKey(
  tx: TenantTx | PlatformTx,
  place: KeyPlace,
  id: string,
): Promise<{ key: KeptKey; may: MayDo; holder: Holder } | null> {
  const { organizationId, userId, caller } = place;
  await tx.$queryRaw`select id from keys where id = ${id}::uuid for no key update`;
  const key = await tx.key.findFirst({ where: { id, organizationId }, include: columns });
  if (!key) return null;
  const own = key.userId !== null ? key.userId === userId : key.id === caller.keyId;
  if (place.organizationId === null)
    return own ? { key, may: { own, manage: true, end: true }, holder: place.holder } : null;
  const heldAt = (slug: string | null) => holderAt(tx as TenantTx, place, slug);
  // A project that is gone, or that its person has left, says nothing of a key any more.
  const at = (key.project && (await heldAt(key.project.slug))) ?? (await heldAt(null));
  if (!at) return null;
  const all = can(at.holder, "keys:manage");
  const there = key.projectId === at.projectId && can(at.holder, "project-keys:manage");
  const may = {
    own,
    manage: all || (key.userId !== null && own) || (there && key.kind === "project"),
    end: all || own || there,
  };
  return may.end ? { key, may, holder: at.holder } : null;
}
