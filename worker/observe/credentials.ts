import { isDeepStrictEqual } from "node:util";
import { type AuditEntry, portico } from "#lib/domain/audit/mutations.ts";
import { ORGANIZATIONS_NAMESPACE, organizationSecret } from "#lib/domain/clusters/contract/brought.ts";
import { CREDENTIALS_SECRET, changeAnnotation } from "#lib/domain/clusters/contract/meta.ts";
import { noteOutside } from "#lib/domain/credentials/life.ts";
import { outsideOf } from "#lib/domain/credentials/outside.ts";
import { auditedAs } from "#lib/domain/credentials/rules.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import type { KubeObject } from "#lib/infra/kube/objects.ts";
import { keyOf } from "#lib/infra/kube/store.ts";

/** After so long the watch has seen a change of Portico's own. */
const SEEN_MS = 60_000;

/**
 * Notes which credentials' values were changed past Portico, by who owns the fields of their Secrets, and answers what the audit
 * log says of it. A Secret that is gone is one without fields. Safe to repeat. What the watch has not seen yet of
 * Portico's own writing, and what Portico is about to write or to find out about, is left for later.
 */
export async function writeOutside(
  tx: PlatformTx,
  secrets: Pick<KubeObject, "metadata">[],
  later: (secret: Pick<KubeObject, "metadata">) => void,
  now = Date.now(),
): Promise<AuditEntry[]> {
  const byKey = new Map(secrets.map(({ metadata }) => [keyOf({ metadata }), metadata]));
  const all = [...byKey.values()];
  const namespaces = all.flatMap(({ name, namespace = "" }) =>
    name === CREDENTIALS_SECRET && namespace !== ORGANIZATIONS_NAMESPACE ? [namespace] : [],
  );
  const tenants = all.flatMap(({ name, namespace }) => (namespace === ORGANIZATIONS_NAMESPACE ? [name] : []));
  if (namespaces.length + tenants.length === 0) return [];
  const rows = await tx.credential.findMany({
    where: {
      source: "value",
      OR: [
        { project: { namespace: { in: namespaces }, deletedAt: null } },
        // Of one that is deleted the Secret goes too.
        { projectId: null, organization: { slug: { in: tenants }, state: { in: ["active", "suspended"] } } },
      ],
    },
    include: { project: { select: { namespace: true } }, organization: { select: { slug: true } } },
  });
  const open = await tx.credentialChange.findMany({
    where: { organizationId: { in: rows.map(({ organizationId }) => organizationId) } },
    select: { organizationId: true, projectId: true, secretKey: true },
  });
  const entries: AuditEntry[] = [];
  for (const row of rows) {
    const { organizationId, projectId, secretKey, project, organization } = row;
    const place = project
      ? { namespace: project.namespace, name: CREDENTIALS_SECRET }
      : organizationSecret(organization.slug);
    const metadata = byKey.get(keyOf({ metadata: place }));
    if (!metadata) continue;
    const isNewest = metadata.annotations?.[changeAnnotation(secretKey)] === row.changeId;
    const changes = open.some((change) =>
      isDeepStrictEqual(change, { organizationId, projectId, secretKey }),
    );
    if (changes || (!isNewest && now - row.updatedAt.getTime() < SEEN_MS)) {
      later({ metadata });
      continue;
    }
    const found = outsideOf(metadata.managedFields, row.parts);
    if (!(await noteOutside(tx, row, found, new Date(now)))) continue;
    entries.push({
      action: auditedAs(row, "outside"),
      outcome: "allowed",
      actor: { ...portico, via: "cluster" },
      requestId: newRequestId(),
      organizationId,
      projectId,
      target: { kind: "credential", id: row.id, name: row.name },
      detail: { what: found?.what ?? "changed", manager: found?.by ?? "" },
    });
  }
  return entries;
}
