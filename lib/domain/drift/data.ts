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

export const driftPageSize = 50;

/** What was changed in the cluster past Portico, newest first. `before` is the id of the last row of the page before. */
export async function listDrift(
  tx: TenantTx,
  projectId: string,
  before: string | null,
): Promise<{ rows: DriftRow[]; older: string | null }> {
  const rows = (await tx.driftEvent.findMany({
    where: { projectId, ...(before ? { id: { lt: before } } : {}) },
    omit: { organizationId: true, projectId: true },
    orderBy: { id: "desc" },
    take: driftPageSize + 1,
  })) as DriftRow[];
  const page = rows.slice(0, driftPageSize);
  return { rows: page, older: rows.length > driftPageSize ? (page.at(-1)?.id ?? null) : null };
}

/** How many of a project's objects differ at this moment and could not be put back. */
export function countUnrepaired(tx: TenantTx, projectId: string): Promise<number> {
  return tx.driftEvent.count({ where: { projectId, state: { not: "repaired" } } });
}
