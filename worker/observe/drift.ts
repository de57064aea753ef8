import { createHash } from "node:crypto";
import { type AuditEntry, recordAudit } from "#lib/domain/audit/mutations.ts";
import type { Drift, Project } from "#lib/domain/clusters/contract/project.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";

type Written = { id: string; organizationId: string; namespace: string };
type Settled = {
  organizationId: string;
  projectId: string;
  kind: string;
  name: string;
  fields: string[];
  manager: string;
  operation: string;
  state: string;
  message: string;
};

/**
 * Keeps what the Projects' status says of drift, which holds the newest only, and puts into the audit log what was repaired
 * or refused. Safe to repeat: an entry is known by its project, its object and the moment it was seen. The last writes of
 * the transaction.
 */
export async function writeDrift(tx: PlatformTx, projects: Project[], written: Written[]): Promise<void> {
  const byNamespace = new Map(projects.map((project) => [project.spec.namespace, project]));
  const seen = written.flatMap(({ id, organizationId, namespace }) =>
    (byNamespace.get(namespace)?.status?.drift ?? []).map((drift) => ({
      ...drift,
      id: idOf(id, drift),
      organizationId,
      projectId: id,
      state: drift.state.toLowerCase(),
      changedAt: drift.changedAt ?? null,
    })),
  );
  if (seen.length === 0) return;
  const settled = await tx.$queryRaw<Settled[]>`
    insert into drift_events as d (id, organization_id, project_id, kind, name, fields, manager, operation, state, message,
      changed_at, seen_at)
    select id, "organizationId", "projectId", kind, name, fields, manager, operation, state, message, "changedAt", "seenAt"
    from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as s(id uuid, "organizationId" uuid, "projectId" uuid, kind text,
      name text, fields text[], manager text, operation text, state text, message text, "changedAt" timestamptz,
      "seenAt" timestamptz)
    on conflict (id) do update set state = excluded.state, message = excluded.message
    where d.state is distinct from excluded.state
    returning d.organization_id as "organizationId", d.project_id as "projectId", d.kind, d.name, d.fields, d.manager,
      d.operation, d.state, d.message`;
  const entries = settled.filter(({ state }) => state !== "repairing").map(entryOf);
  // In the order of their chains, so that two who write to several never wait for each other in a circle.
  entries.sort((a, b) => ((a.organizationId ?? "") < (b.organizationId ?? "") ? -1 : 1));
  for (const entry of entries) await recordAudit(tx, entry);
}

function entryOf(settled: Settled): AuditEntry {
  const { organizationId, projectId, kind, name, fields, manager, operation, state, message } = settled;
  return {
    action: "drift.repaired",
    outcome: state === "repaired" ? "allowed" : "refused",
    reason: state === "repaired" ? undefined : "cluster_said_no",
    actor: { kind: "system", userId: null, name: "Portico", via: "cluster" },
    requestId: newRequestId(),
    organizationId,
    projectId,
    target: { kind, name },
    detail: { fields, manager, operation, ...(message ? { message } : {}) },
  };
}

/** A UUID of version 7 by the moment it was seen, the same each time the entry is read. */
function idOf(projectId: string, { kind, name, seenAt }: Drift): string {
  const time = Date.parse(seenAt).toString(16).padStart(12, "0");
  const hash = createHash("sha256").update(`${projectId} ${kind}/${name} ${seenAt}`).digest("hex");
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hash.slice(0, 3)}-8${hash.slice(3, 6)}-${hash.slice(6, 18)}`;
}
