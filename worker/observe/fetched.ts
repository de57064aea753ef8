import { type ExternalSecret, ORGANIZATIONS_NAMESPACE } from "#lib/domain/clusters/contract/brought.ts";
import { labels } from "#lib/domain/clusters/contract/meta.ts";
import { aboutOf, named, tellManagers } from "#lib/domain/credentials/life.ts";
import { noteSyncs } from "#lib/domain/stores/mutations.ts";
import { syncOf } from "#lib/domain/stores/rules.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";

/**
 * Copies what External Secrets Operator says of credentials into their rows, and tells those who manage one that it could
 * fetch and now cannot: once, until it could again. Safe to repeat.
 */
export async function writeFetched(tx: PlatformTx, seen: readonly ExternalSecret[]): Promise<void> {
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
      OR: [{ projectId: null }, { project: { archivedAt: null, deletionRequestedAt: null } }],
    },
    include: named,
  });
  for (const row of inUse) await tellManagers(tx, row, "credentialUnfetched", aboutOf(row));
}

/** Those of all organizations are in one namespace. */
const placeOf = ({ metadata: { namespace = "", labels: labelled } }: ExternalSecret) =>
  namespace === ORGANIZATIONS_NAMESPACE ? { organization: labelled?.[labels.tenant] } : { namespace };

/** The first key that it fills; its own name says nothing. */
const primaryKeyOf = ({ spec }: ExternalSecret): string => spec?.data?.[0]?.secretKey ?? "";
