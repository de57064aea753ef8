import { MOST_EXTERNAL } from "#lib/domain/clusters/contract/brought.ts";
import { type Refused, refused } from "#lib/domain/outcome.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import type { Settings } from "./kinds/index.ts";
import { bytesOf, MOST_DESCRIBED } from "./rules.ts";

/** What the descriptor of a credential is made of. */
type Described = { secretKey: string; kind: string; name: string; parts: string[]; settings: Settings };

/**
 * Why a project (or, with null, an organization itself) may not have a credential like this, as one more or in the place of the one
 * that it is; null when it may. Counted with what others ask for at this moment: they wait here. What grows no longer is let through, so
 * that one may always be switched off or made smaller.
 */
export async function describedRefusal(
  tx: TenantTx,
  { organizationId, projectId }: { organizationId: string; projectId: string | null },
  source: "value" | "external",
  wanted: Described,
): Promise<Refused | null> {
  const lock = `credentials ${organizationId} ${projectId}`;
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${lock}, 0))`;
  const where = { organizationId, projectId };
  const select = { secretKey: true, kind: true, name: true, parts: true, settings: true };
  const rows = await tx.credential.findMany({ where: { ...where, source }, select });
  if (source === "external" && rows.length >= MOST_EXTERNAL && !rows.some(isIt(wanted)))
    return refused("references_most", { values: { most: MOST_EXTERNAL } });
  // A change that is not confirmed may be in the Secret.
  const open = source === "value" ? await tx.credentialChange.findMany({ where, select }) : [];
  const bytes = new Map<string, number>();
  for (const row of [...rows, ...open]) {
    const more = bytesOf({ ...row, settings: row.settings as Settings });
    if (!isIt(wanted)(row)) bytes.set(row.secretKey, Math.max(more, bytes.get(row.secretKey) ?? 0));
  }
  const before = rows.find(isIt(wanted));
  const grown = bytesOf(wanted);
  if (before && grown <= bytesOf({ ...before, settings: before.settings as Settings })) return null;
  const all = [...bytes.values()].reduce((sum, one) => sum + one, grown);
  return all > MOST_DESCRIBED ? refused("described_most") : null;
}

const isIt =
  ({ secretKey }: Described) =>
  (row: { secretKey: string }): boolean =>
    row.secretKey === secretKey;
