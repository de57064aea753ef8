import { isDeepStrictEqual } from "node:util";
import { Prisma } from "#generated/client.ts";
import { aimsOf } from "#lib/domain/credentials/aims.ts";
import { holdChanges } from "#lib/domain/credentials/changing.ts";
import { nameOf } from "#lib/domain/credentials/data.ts";
import { describedRefusal } from "#lib/domain/credentials/described.ts";
import { credentialJobs } from "#lib/domain/credentials/jobs.ts";
import type { Settings } from "#lib/domain/credentials/kinds/index.ts";
import { type Place, removeRow } from "#lib/domain/credentials/mutations.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { requestApply } from "#lib/domain/projects/mutations.ts";
import type { AnyTx, PlatformTx, TenantTx } from "#lib/infra/db/transaction.ts";
import { enqueue, enqueueMissing } from "#lib/infra/jobs/index.ts";
import { type FetchedRow, fitting } from "./resource.ts";
import { isOffered, offeredStores, type StoreSetting, type WantedReference } from "./rules.ts";
import { type Reference, type SyncState, TOO_MUCH, WITHHELD } from "./schema.ts";

type Owner = Omit<Place, "userId">;

/** Asks the cluster anew for what is fetched for a project, or for the organization itself. */
const requestFetch = (tx: AnyTx, { organizationId, projectId }: Owner): Promise<unknown> =>
  projectId === null
    ? enqueue(tx, credentialJobs.fetch, { organizationId })
    : requestApply(tx, organizationId, [projectId]);

/** What was found of a value that may be another one now. */
const untested = {
  ...{ testedAt: null, testPassed: null, testStages: [], testCause: null },
  ...{ testId: null, testAskedAt: null, testAskedBy: null },
};

/** Keeps where a credential's value is to be fetched from, and asks the cluster for it. Never in the place of another. */
export async function addReference(
  tx: TenantTx,
  { organizationId, projectId, userId }: Place,
  { name, external, ...wanted }: WantedReference,
): Promise<Outcome<{ credentialId: string }>> {
  const { secretKey } = wanted;
  const at = { organizationId, projectId, secretKey };
  // Whoever asks for the same one meanwhile, with a value or another store, waits and then finds this one.
  const busy = await holdChanges(tx, { ...at, kind: wanted.kind, name, askedBy: userId });
  if (busy) return busy;
  if ((await tx.credential.count({ where: at })) > 0)
    return refused("credential_taken", { field: "name", values: { name } });
  const full = await describedRefusal(tx, at, "external", { ...wanted, name });
  if (full) return full;
  const { id } = await tx.credential.create({
    data: {
      ...wanted,
      organizationId,
      projectId,
      name,
      settings: wanted.settings as Prisma.InputJsonObject,
      source: "external",
      external: external as Prisma.InputJsonObject,
      createdBy: userId,
      updatedBy: userId,
    },
  });
  await requestFetch(tx, at);
  return done({ credentialId: id });
}

/** What is fetched, and what is kept beside it. */
type Kept = { external: Reference; settings: Settings };

/**
 * Changes where a credential's value is fetched from and what is kept beside it, in the version that was seen (null: whichever
 * it is). Answers what it was.
 */
export async function changeReference(
  tx: TenantTx,
  { organizationId, projectId, userId }: Place,
  { credentialId, version }: { credentialId: string; version: number | null },
  { parts, settings, external }: WantedReference,
): Promise<Outcome<Kept>> {
  const which = { id: credentialId, projectId, source: "external" };
  // Of two who change it at once the second waits here for the first one's transaction.
  await tx.$queryRaw`select 1 from credentials where id = ${credentialId}::uuid for no key update`;
  const found = await tx.credential.findFirst({ where: which });
  if (!found) return refused("not_found");
  const { kind, name, updatedBy } = found;
  if (version !== null && version !== found.version)
    return refused("credential_changed", { values: { name, who: await nameOf(tx, updatedBy) } });
  const full = await describedRefusal(tx, found, "external", { ...found, parts, settings });
  if (full) return full;
  const before = { external: found.external as Reference, settings: found.settings as Settings };
  // The value of another address is taken away as well, until it is fetched anew.
  const gone =
    !isDeepStrictEqual(before.external, external) || aimsOf(kind, before.settings, settings).length > 0;
  await tx.credential.update({
    where: { id: credentialId },
    data: {
      ...{ parts, ...untested },
      settings: settings as Prisma.InputJsonObject,
      external: external as Prisma.InputJsonObject,
      // What was said, and told, is of what was fetched before.
      ...(gone ? { sync: Prisma.DbNull, unfetchedToldAt: null } : {}),
      version: { increment: 1 },
      updatedAt: new Date(),
      updatedBy: userId,
    },
  });
  await requestFetch(tx, { organizationId, projectId });
  return done(before);
}

/** Forgets a credential that is fetched; the cluster takes its value away. Sessions keep their history. */
export async function removeReference(
  tx: TenantTx,
  { organizationId, projectId }: Owner,
  credentialId: string,
): Promise<Outcome<{ name: string }>> {
  const which = { id: credentialId, projectId, source: "external" };
  const found = await tx.credential.findFirst({ where: which, select: { name: true } });
  if (!found) return refused("not_found");
  await removeRow(tx, organizationId, credentialId);
  await requestFetch(tx, { organizationId, projectId });
  return done(found);
}

/** Switches a credential that is fetched off, or on again: no session that begins from then on is given it. */
export async function switchReference(
  tx: TenantTx,
  { organizationId, projectId, userId }: Place,
  credentialId: string,
  on: boolean,
): Promise<Outcome<{ name: string }>> {
  const which = { id: credentialId, projectId, source: "external" };
  const found = await tx.credential.findFirst({ where: which, select: { name: true } });
  if (!found) return refused("not_found");
  await tx.credential.updateMany({
    where: { ...which, disabledAt: on ? { not: null } : null },
    data: on ? { disabledAt: null, disabledBy: null } : { disabledAt: new Date(), disabledBy: userId },
  });
  await requestFetch(tx, { organizationId, projectId });
  return done(found);
}

/** What the operator says of a credential of a project (by its namespace) or of an organization, and its primary key in small letters. */
export type Said = { namespace?: string; organization?: string; name: string; sync: SyncState };

/**
 * Keeps what the operator says of credentials that it fetches, where that is news. Answers those that it had fetched and now
 * cannot. Safe to repeat.
 */
export async function noteSyncs(tx: PlatformTx, said: readonly Said[]): Promise<string[]> {
  if (said.length === 0) return [];
  const noted = await tx.$queryRaw<{ id: string; stopped: boolean }[]>`
    with target as (
      select c.id, c.sync as before, s.sync
      from jsonb_to_recordset(${JSON.stringify(said)}::jsonb) as s(namespace text, organization text, name text, sync jsonb)
      left join projects p on p.namespace = s.namespace and p.deleted_at is null
      left join organizations o on o.slug = s.organization and o.state <> 'deleted'
      join credentials c on c.project_id = p.id or (c.project_id is null and c.organization_id = o.id)
      where c.source = 'external' and lower(c.secret_key) = s.name and c.sync is distinct from s.sync
      order by c.id for update of c
    )
    update credentials c set sync = t.sync from target t where c.id = t.id
    returning c.id, coalesce(t.before ->> 'ready' = 'true' and t.sync ->> 'ready' = 'false', false) as stopped`;
  return noted.flatMap(({ id, stopped }) => (stopped ? [id] : []));
}

/** Why Portico itself has a value not fetched, in words. */
const ownReasons: Record<string, string> = {
  [WITHHELD]: "The platform no longer lets this store, or this key in it, be referred to.",
  [TOO_MUCH]: "It, or all that is referred to together with it, is more than the cluster takes.",
};

/**
 * Asks the cluster anew for projects and organizations with credentials whose store the platform took back, or offers again, or that
 * are more than it takes, or fit again, and says so in their rows. Answers how many credentials that were. Of organizations it asks
 * each time, and also for those of `fetching` (their names), for which the cluster fetches something though they may refer to nothing
 * any more: their namespace has no controller that would put back what somebody took away there, or take away what is left. Safe to
 * repeat.
 */
export async function withholdReferences(
  tx: PlatformTx,
  settings: readonly StoreSetting[],
  fetching: readonly string[] = [],
  now = new Date(),
): Promise<number> {
  const found = await tx.credential.findMany({
    where: {
      source: "external",
      OR: [
        { projectId: null, organization: { state: { not: "deleted" } } },
        { project: { deletedAt: null } },
      ],
    },
    orderBy: { secretKey: "asc" },
    include: { organization: { select: { slug: true } }, project: { select: { slug: true } } },
  });
  const offered = found.filter(
    (row) => row.external && isOffered(row.external as Reference, offeredStores(settings, row)),
  );
  const offeredIds = new Set(offered.map(({ id }) => id));
  const owners = Map.groupBy(offered, ({ organizationId, projectId }) => projectId ?? organizationId);
  const askedIds = new Set(
    [...owners.values()].flatMap((rows) => fitting(rows.map(fetchedOf))).map(({ id }) => id),
  );
  let changed = 0;
  for (const { id, external, sync, organizationId, projectId } of found) {
    if (!external) continue;
    const before = (sync as SyncState | null)?.reason ?? "";
    const reason = askedIds.has(id) ? "" : offeredIds.has(id) ? TOO_MUCH : WITHHELD;
    if (reason === (Object.hasOwn(ownReasons, before) ? before : "")) continue;
    const withheld: SyncState = {
      ...{ ready: false, reason, message: ownReasons[reason] ?? "" },
      ...{ refreshedAt: null, since: now.toISOString() },
    };
    await tx.credential.updateMany({ where: { id }, data: { sync: reason ? withheld : Prisma.DbNull } });
    if (projectId !== null) await requestFetch(tx, { organizationId, projectId });
    changed += 1;
  }
  const own = found.filter(({ projectId }) => projectId === null).map(({ organizationId }) => organizationId);
  const left = await tx.organization.findMany({
    where: { slug: { in: [...fetching] }, state: { not: "deleted" } },
    select: { id: true },
  });
  const organizations = [...new Set([...own, ...left.map(({ id }) => id)])];
  await enqueueMissing(
    tx,
    credentialJobs.fetch,
    organizations.map((organizationId) => ({ organizationId })),
  );
  return changed;
}

const fetchedOf = (row: { id: string; disabledAt: Date | null }) =>
  ({ ...row, disabled: row.disabledAt !== null }) as unknown as FetchedRow & { id: string };
