import { createHash } from "node:crypto";
import { type AuditEntry, portico, recordAll } from "#lib/domain/audit/mutations.ts";
import { annotations } from "#lib/domain/clusters/contract/meta.ts";
import { type Drift, driftSchema, type Project } from "#lib/domain/clusters/contract/project.ts";
import type { PlatformTx } from "#lib/infra/db/transaction.ts";
import { newRequestId } from "#lib/infra/http/request-id.ts";
import type { KubeObject } from "#lib/infra/kube/objects.ts";

type ProjectRow = { id: string; organizationId: string };
type Seen = ProjectRow & { drift: Drift };
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

/** The audit log forgets after ninety days at the soonest: what an object still says after this was written down long ago. */
const STALE_MS = 30 * 24 * 3600 * 1000;

/** What an object of a bundle says of its last repair, as a text that says everything: its namespace and the entry. */
export function repairOf({ kind, metadata }: Pick<KubeObject, "kind" | "metadata">): string | undefined {
  const entry = metadata.annotations?.[annotations.repaired];
  return entry && `${kind === "Namespace" ? metadata.name : metadata.namespace} ${entry}`;
}

/**
 * Keeps repairs, as `repairOf` gives them, and puts them into the audit log. Safe to repeat: an entry is known by its project, its
 * object and the moment it was seen. Entries that are not well-formed are not ours, and left out. The last writes of the transaction.
 */
export async function writeRepairs(
  tx: PlatformTx,
  repairs: string[],
  tenantOf: (namespace: string) => string | undefined,
): Promise<void> {
  const read = repairs.flatMap((text) => {
    const space = text.indexOf(" ");
    const namespace = text.slice(0, space);
    const tenant = tenantOf(namespace);
    const drift = parse(text.slice(space + 1));
    const isNew = drift && Date.now() - Date.parse(drift.seenAt) < STALE_MS;
    return tenant && isNew ? [{ namespace, tenant, drift }] : [];
  });
  if (read.length === 0) return;
  const places = read.map(({ namespace, tenant }) => ({ namespace, tenant }));
  const rows = await tx.$queryRaw<(ProjectRow & { namespace: string })[]>`
    select distinct p.id, p.organization_id as "organizationId", p.namespace
    from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as s(namespace text, tenant text)
    join projects p on p.namespace = s.namespace and p.deleted_at is null
    join organizations o on o.id = p.organization_id and o.slug = s.tenant`;
  const byNamespace = new Map(rows.map((row) => [row.namespace, row]));
  const seen = read.flatMap(({ namespace, drift }) => {
    const row = byNamespace.get(namespace);
    return row ? [{ ...row, drift }] : [];
  });
  await recordAll(tx, entriesOf(await keep(tx, seen)));
}

function parse(text: string): Drift | undefined {
  try {
    return driftSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/**
 * Keeps what the Projects' status says could not be put back yet, and settles what it no longer says that of. Answers what the
 * audit log says of it.
 */
export async function writeUnsettled(
  tx: PlatformTx,
  projects: Project[],
  written: (ProjectRow & { namespace: string; hasUnsettled: boolean })[],
): Promise<AuditEntry[]> {
  const byNamespace = new Map(projects.map((project) => [project.spec.namespace, project]));
  const seen: Seen[] = written.flatMap(({ id, organizationId, namespace }) =>
    (byNamespace.get(namespace)?.status?.drift ?? []).map((drift) => ({ id, organizationId, drift })),
  );
  const before = written.filter((row) => row.hasUnsettled).map((row) => row.id);
  let over: Settled[] = [];
  if (before.length > 0)
    over = await tx.$queryRaw`
      update drift_events d set state = 'repaired', message = ''
      where d.project_id = any(${before}::uuid[]) and d.state <> 'repaired'
        and d.id <> all(${seen.map(({ id, drift }) => idOf(id, drift))}::uuid[])
      returning d.organization_id as "organizationId", d.project_id as "projectId", d.kind, d.name, d.fields, d.manager,
        d.operation, d.state, d.message`;
  return entriesOf([...over, ...(await keep(tx, seen))]);
}

/** Answers what is new, or in another state than before. */
async function keep(tx: PlatformTx, seen: Seen[]): Promise<Settled[]> {
  if (seen.length === 0) return [];
  const rows = new Map(
    seen.map(({ id: projectId, organizationId, drift }) => {
      const id = idOf(projectId, drift);
      const { changedAt = null, state } = drift;
      return [id, { ...drift, id, organizationId, projectId, state: state.toLowerCase(), changedAt }];
    }),
  );
  // What was put back stays so: a status from before that may be read after it.
  return tx.$queryRaw<Settled[]>`
    insert into drift_events as d (id, organization_id, project_id, kind, name, fields, manager, operation, state, message,
      changed_at, seen_at)
    select id, "organizationId", "projectId", kind, name, fields, manager, operation, state, message, "changedAt", "seenAt"
    from jsonb_to_recordset(${JSON.stringify([...rows.values()])}::jsonb) as s(id uuid, "organizationId" uuid,
      "projectId" uuid, kind text, name text, fields text[], manager text, operation text, state text, message text,
      "changedAt" timestamptz, "seenAt" timestamptz)
    on conflict (id) do update set state = excluded.state, message = excluded.message
    where d.state is distinct from excluded.state and d.state <> 'repaired'
    returning d.organization_id as "organizationId", d.project_id as "projectId", d.kind, d.name, d.fields, d.manager,
      d.operation, d.state, d.message`;
}

const entriesOf = (settled: Settled[]): AuditEntry[] =>
  settled.filter(({ state }) => state !== "repairing").map(entryOf);

function entryOf(settled: Settled): AuditEntry {
  const { organizationId, projectId, kind, name, fields, manager, operation, state, message } = settled;
  return {
    action: "drift.repair",
    outcome: state === "repaired" ? "allowed" : "refused",
    reason: state === "repaired" ? undefined : "cluster_said_no",
    actor: { ...portico, via: "cluster" },
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
