import type { TenantTx } from "#lib/infra/db/transaction.ts";
import { recordOf } from "./rules.ts";

/** The organization's domains by name, each with the record that proves it. */
export async function listDomains(tx: TenantTx, organizationId: string) {
  const rows = await tx.domain.findMany({
    where: { organizationId },
    orderBy: { domain: "asc" },
    select: {
      id: true,
      domain: true,
      challenge: true,
      joining: true,
      role: true,
      verifiedAt: true,
      checkedAt: true,
      failures: true,
    },
  });
  return rows.map(({ challenge, ...row }) => ({ ...row, record: recordOf({ ...row, challenge }) }));
}
export type DomainRow = Awaited<ReturnType<typeof listDomains>>[number];
