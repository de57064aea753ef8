import { tenantResource } from "#lib/domain/clusters/contract/tenant.ts";
import { stampConditions } from "../conditions.ts";
import type { Deps } from "../deps.ts";
import { writeStatus } from "../status-writer.ts";

/** Reports on a Tenant: how many projects it has. */
export async function reconcileTenant({ client, cache, signal }: Deps, name: string): Promise<undefined> {
  const tenant = cache.tenants.store.get(name);
  if (!tenant || tenant.metadata.deletionTimestamp) return;
  const projects = cache.projects.store.by("tenant", name).length;
  const { generation } = tenant.metadata;
  const count = `${projects} ${projects === 1 ? "project" : "projects"}`;
  const message = tenant.spec.suspended ? `Suspended, with ${count}.` : `${count}.`;
  const conditions = stampConditions(
    [{ type: "Ready", status: "True", reason: tenant.spec.suspended ? "Suspended" : "Reconciled", message }],
    tenant.status?.conditions ?? [],
    generation,
    new Date().toISOString(),
  );
  const status = { projects, conditions, observedGeneration: generation };
  await writeStatus(client, cache.tenants, tenantResource, tenant, status, signal);
}
