import { isDeepStrictEqual } from "node:util";
import { API_VERSION, FINALIZER, fieldManagers, labels } from "#lib/domain/clusters/contract/meta.ts";
import { type Project, projectResource } from "#lib/domain/clusters/contract/project.ts";
import { type TenantSpecInput, tenantResource } from "#lib/domain/clusters/contract/tenant.ts";
import { projectResources, type Resources } from "#lib/domain/projects/resource.ts";
import { stopOfLostRights } from "#lib/domain/sessions/ending.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { failpoint } from "#lib/infra/failpoints.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import type { KubeError } from "#lib/infra/kube/errors.ts";
import type { DispatchDeps, ProjectKey } from "./deps.ts";
import { removeProject } from "./project-remove.ts";
import { isRefusal, refusalWords } from "./refusal.ts";

const apply = { fieldManager: fieldManagers.dispatch, force: true } as const;

/**
 * Makes the cluster's Tenant and Project say what the database says. Several runs for one project at once are safe without
 * a lock: each reads again after it wrote and goes on until what it wrote last is what it reads, so whoever writes last has
 * written the newest state. Idempotent.
 *
 * @throws KubeError when the API server cannot be reached or is not ready: try again
 */
export async function applyProject(deps: DispatchDeps, key: ProjectKey): Promise<void> {
  let sent: Resources | undefined;
  let refused: KubeError | undefined;
  for (;;) {
    const wanted = await withTenant(key, async (tx) => {
      const resources = await projectResources(tx, key.projectId, deps.platform);
      // A membership that changed is why this runs, most of the time. What is frozen as a whole the controller stops.
      if (!sent && resources && !resources.project.spec.suspended) await stopOfLostRights(tx, key);
      return resources;
    });
    if (!wanted) {
      // Deleted while we wrote, now or in a run that was cut off: what was written may have come after the deletion, and
      // nobody else would take it back.
      await removeProject(deps, key);
      return;
    }
    if (sent && isDeepStrictEqual(sent, wanted)) break;
    refused = await send(deps, wanted);
    sent = wanted;
  }
  if (refused) await reportRefusal(deps, key, refused);
}

/** Writes both resources; answers the API server's refusal, if it is one for good. */
async function send(
  { client }: DispatchDeps,
  { tenant, project }: Resources,
): Promise<KubeError | undefined> {
  try {
    await sendTenant(client, tenant);
    await client.apply<Project>(
      projectResource,
      {
        apiVersion: API_VERSION,
        kind: "Project",
        metadata: {
          name: project.name,
          labels: { [labels.tenant]: tenant.name },
          annotations: project.annotations,
          finalizers: [FINALIZER],
        },
        ...{ spec: project.spec },
      },
      apply,
    );
    failpoint("dispatch.project-apply.after");
    return undefined;
  } catch (error) {
    if (isRefusal(error)) return error;
    throw error;
  }
}

/** Most projects are not their tenant's first: then reading it, at a fifth of what a write costs the API server, is all. */
async function sendTenant(client: KubeClient, { name, spec }: Resources["tenant"]): Promise<void> {
  const live = await client.get<unknown>(tenantResource, { name });
  const wanted = { apiVersion: API_VERSION, kind: "Tenant", metadata: { name }, ...{ spec } };
  if (live && says(live, spec)) return;
  await client.apply<unknown>(tenantResource, wanted, apply);
}

const says = (live: object, spec: TenantSpecInput) =>
  isDeepStrictEqual(tenantResource.read(live).spec, tenantResource.read({ ...live, spec }).spec);

async function reportRefusal({ log }: DispatchDeps, key: ProjectKey, error: KubeError): Promise<void> {
  const message = refusalWords("project", error);
  log.warn({ ...key, code: error.code, reason: error.reason, message }, "project refused");
  await withTenant(key, (tx) =>
    tx.project.updateMany({
      where: { id: key.projectId, deletionRequestedAt: null, deletedAt: null },
      data: { phase: "Degraded", message },
    }),
  );
}
