import { type ExternalSecret, ORGANIZATIONS_NAMESPACE } from "#lib/domain/clusters/contract/brought.ts";
import { labels } from "#lib/domain/clusters/contract/meta.ts";
import { aboutOf, named, tellManagers } from "#lib/domain/credentials/life.ts";
import { noteSyncs } from "#lib/domain/stores/mutations.ts";
import { syncOf } from "#lib/domain/stores/rules.ts";
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
  const inUse = await tx.credential.findMany({
    where: {
      ...{ id: { in: stopped }, disabledAt: null, organization: { state: "active" } },
      AND: [
        { OR: [{ projectId: null }, { project: { archivedAt: null, deletionRequestedAt: null } }] },
        {
          OR: [
            { unfetchedToldAt: null },
            { unfetchedToldAt: { lte: new Date(now.getTime() - TOLD_AGAIN_MS) } },
          ],
        },
      ],
    },
    include: named,
  });
  for (const row of inUse) await tellManagers(tx, row, "credentialUnfetched", aboutOf(row));
  await tx.credential.updateMany({
    where: { id: { in: inUse.map(({ id }) => id) } },
    data: { unfetchedToldAt: now },
  });
}

/** Those of all organizations are in one namespace. */
const placeOf = ({ metadata: { namespace = "", labels: labelled } }: ExternalSecret) =>
  namespace === ORGANIZATIONS_NAMESPACE ? { organization: labelled?.[labels.tenant] } : { namespace };

/** The first key that it fills; its own name says nothing. */
const primaryKeyOf = ({ spec }: ExternalSecret): string => spec?.data?.[0]?.secretKey ?? "";
