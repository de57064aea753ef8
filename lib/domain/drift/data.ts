import { type Keyset, keysetPage, type Page } from "#lib/infra/db/keyset.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";

export type DriftRow = {
  id: string;
  kind: string;
  name: string;
  /** What differed, as paths in the object; none when the object was gone. */
  fields: string[];
  /** The field manager that the cluster names; empty when it names none. */
  manager: string;
  operation: string;
  state: "repaired" | "repairing" | "refused";
  message: string;
  changedAt: Date | null;
  seenAt: Date;
};

const pageSize = 50;

/** What was changed in the cluster past Portico, newest first, a page at a time. */
export const listDrift = (
  tx: TenantTx,
  projectId: string,
  at: Keyset,
  size = pageSize,
): Promise<Page<DriftRow>> =>
  keysetPage(
    at,
    size,
    ({ edge, upwards, take }) =>
      tx.driftEvent.findMany({
        where: { projectId, ...(edge ? { id: upwards ? { gt: edge } : { lt: edge } } : {}) },
        omit: { organizationId: true, projectId: true },
        orderBy: { id: upwards ? "asc" : "desc" },
        take,
      }) as Promise<DriftRow[]>,
  );

/** How many of a project's objects differ at this moment and could not be put back. */
export function countUnrepaired(tx: TenantTx, projectId: string): Promise<number> {
  return tx.driftEvent.count({ where: { projectId, state: { not: "repaired" } } });
}
