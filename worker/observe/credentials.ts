import { type AuditEntry, portico } from "#lib/domain/audit/mutations.ts";
import { CREDENTIALS_SECRET, changeAnnotation } from "#lib/domain/clusters/contract/meta.ts";
import { noteOutside } from "#lib/domain/credentials/life.ts";
import { outsideOf } from "#lib/domain/credentials/outside.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import type { KubeObject } from "#lib/infra/kube/objects.ts";

/** After so long the watch has seen a change of Portico's own. */
const SEEN_MS = 60_000;

/**
 * Notes which credentials' values were changed past Portico, by who owns the fields of their Secrets, and answers what the audit
 * log says of it. Safe to repeat. A Secret of which the watch has not seen yet what Portico itself wrote is left for later.
 */
export async function writeOutside(
  tx: PlatformTx,
  secrets: Pick<KubeObject, "metadata">[],
  later: (secret: Pick<KubeObject, "metadata">) => void,
  now = Date.now(),
): Promise<AuditEntry[]> {
  const byNamespace = new Map(
    secrets
      .filter(({ metadata }) => metadata.name === CREDENTIALS_SECRET)
      .map(({ metadata }) => [metadata.namespace ?? "", metadata]),
  );
  if (byNamespace.size === 0) return [];
  const rows = await tx.credential.findMany({
    where: {
      source: "value",
      project: { namespace: { in: [...byNamespace.keys()] }, deletedAt: null },
    },
    include: { project: { select: { namespace: true } } },
  });
  const entries: AuditEntry[] = [];
  for (const row of rows) {
    const metadata = byNamespace.get(row.project?.namespace ?? "");
    if (!metadata) continue;
    const isNewest = metadata.annotations?.[changeAnnotation(row.secretKey)] === row.changeId;
    if (!isNewest && now - row.updatedAt.getTime() < SEEN_MS) {
      later({ metadata });
      continue;
    }
    const found = outsideOf(metadata.managedFields, row.parts);
    if (!(await noteOutside(tx, row, found, new Date(now)))) continue;
    entries.push({
      action: "credentials.outside",
      outcome: "allowed",
      actor: { ...portico, via: "cluster" },
      requestId: newRequestId(),
      organizationId: row.organizationId,
      projectId: row.projectId,
      target: { kind: "credential", id: row.id, name: row.name },
      detail: { what: found?.what ?? "changed", manager: found?.by ?? "" },
    });
  }
  return entries;
}
