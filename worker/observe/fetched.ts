import { type ExternalSecret, ORGANIZATIONS_NAMESPACE } from "#lib/domain/clusters/contract/brought.ts";
import { labels } from "#lib/domain/clusters/contract/meta.ts";
import { aboutOf, named, tellManagers } from "#lib/domain/credentials/life.ts";
import { noteSyncs } from "#lib/domain/stores/mutations.ts";
import { syncOf } from "#lib/domain/stores/rules.ts";
import { type SyncState, TOO_MUCH, WITHHELD } from "#lib/domain/stores/schema.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";

/** A store that comes and goes with each look, every minute at most, is one message a day for each credential and not a thousand. */
const TOLD_AGAIN_MS = 24 * 3_600_000;

/**
 * Copies what External Secrets Operator says of credentials into their rows, and tells those who manage one that it could
 * fetch and now cannot: again only after it could, and after a day. Safe to repeat.
 */
export async function writeFetched(
  tx: PlatformTx,
  seen: readonly ExternalSecret[],
  now = new Date(),
): Promise<void> {
  const stopped = await noteSyncs(
    tx,
    seen.map((object) => ({
      ...placeOf(object),
      name: primaryKeyOf(object).toLowerCase(),
      sync: syncOf(object),
    })),
  );
  await tellUnfetched(tx, stopped, now);
}

/**
 * Tells of credentials that came back after they were told of, and stopped within the day in which nothing is told anew: once that
 * day is over, if they are still not fetched. Answers how many. Safe to repeat.
 */
export async function tellStoppedAgain(tx: PlatformTx, now = new Date()): Promise<number> {
  const told = await tx.credential.findMany({
    where: {
      ...{ source: "external", sync: { path: ["ready"], equals: false } },
      unfetchedToldAt: { lte: dayBefore(now) },
    },
    select: { id: true, sync: true, unfetchedToldAt: true },
  });
  const again = told.filter(({ sync, unfetchedToldAt }) => {
    const { since, reason } = sync as SyncState;
    // What Portico itself has not fetched was not stopped by the store.
    if (reason === WITHHELD || reason === TOO_MUCH) return false;
    return Date.parse(since ?? "") > Number(unfetchedToldAt);
  });
  return await tellUnfetched(
    tx,
    again.map(({ id }) => id),
    now,
  );
}

/** Of these, those in use that nobody was told of within a day. Of two who look at once one tells. Answers how many. */
async function tellUnfetched(tx: PlatformTx, ids: readonly string[], now: Date): Promise<number> {
  const inUse = await tx.credential.updateManyAndReturn({
    where: {
      ...{ id: { in: [...ids] }, disabledAt: null, organization: { state: "active" } },
      AND: [
        { OR: [{ projectId: null }, { project: { archivedAt: null, deletionRequestedAt: null } }] },
        { OR: [{ unfetchedToldAt: null }, { unfetchedToldAt: { lte: dayBefore(now) } }] },
      ],
    },
    data: { unfetchedToldAt: now },
    select: { id: true },
  });
  const rows = await tx.credential.findMany({
    where: { id: { in: inUse.map(({ id }) => id) } },
    orderBy: { id: "asc" },
    include: named,
  });
  for (const row of rows) await tellManagers(tx, row, "credentialUnfetched", aboutOf(row));
  return rows.length;
}

const dayBefore = (now: Date): Date => new Date(now.getTime() - TOLD_AGAIN_MS);

/** Those of all organizations are in one namespace. */
const placeOf = ({ metadata: { namespace = "", labels: labelled } }: ExternalSecret) =>
  namespace === ORGANIZATIONS_NAMESPACE ? { organization: labelled?.[labels.tenant] } : { namespace };

/** The first key that it fills; its own name says nothing. */
const primaryKeyOf = ({ spec }: ExternalSecret): string => spec?.data?.[0]?.secretKey ?? "";
