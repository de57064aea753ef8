import type { ExternalSecret } from "#lib/domain/clusters/contract/brought.ts";
import { noteSyncs } from "#lib/domain/stores/mutations.ts";
import { syncOf } from "#lib/domain/stores/rules.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";

/** Copies what External Secrets Operator says of credentials into their rows. Safe to repeat. */
export const writeFetched = (tx: PlatformTx, seen: readonly ExternalSecret[]): Promise<void> =>
  noteSyncs(
    tx,
    seen.map((object) => ({
      namespace: object.metadata.namespace ?? "",
      name: object.metadata.name,
      sync: syncOf(object),
    })),
  );
