import { fieldManagers } from "#lib/domain/clusters/contract/meta.ts";
import { projectResource } from "#lib/domain/clusters/contract/project.ts";
import { endProject } from "#lib/domain/projects/ending.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { failpoint } from "#lib/infra/failpoints.ts";
import { isConflict } from "#lib/infra/kube/errors.ts";
import type { DispatchDeps, ProjectKey } from "./deps.ts";

const manager = { fieldManager: fieldManagers.dispatch };

/**
 * Deletes a project's resource, once its deletion was asked for. The controller takes the namespace down, and the observer
 * ends the row when the resource is gone; here the row ends only if there is no resource. Idempotent.
 *
 * @throws KubeError when the API server cannot be reached, or the resource was made anew in between: try again
 */
export async function removeProject({ client, log }: DispatchDeps, key: ProjectKey): Promise<void> {
  const row = await withTenant(key, (tx) =>
    tx.project.findUnique({
      where: { id: key.projectId },
      select: {
        namespace: true,
        deletionRequestedAt: true,
        deletedAt: true,
        retryToken: true,
        organization: { select: { slug: true } },
      },
    }),
  );
  if (!row?.deletionRequestedAt) return;
  const name = row.namespace;
  const raw = await client.get<unknown>(projectResource, { name });
  const resource = raw === undefined ? undefined : projectResource.read(raw);
  const owner = resource?.metadata.annotations["portico.dev/project-id"] ?? key.projectId;
  if (resource && resource.spec.tenantRef.name === row.organization.slug && owner === key.projectId) {
    if (resource.metadata.deletionTimestamp) {
      // Somebody pressed Retry: the controller looks again at once.
      const annotations = { "portico.dev/retry": row.retryToken };
      if (row.retryToken)
        await client.patch(projectResource, { name }, { metadata: { annotations } }, manager);
      return;
    }
    await client.delete(projectResource, { name }, { uid: resource.metadata.uid }).catch((error: unknown) => {
      if (isConflict(error)) log.info({ ...key, err: error }, "project resource was made anew, trying again");
      throw error;
    });
  } else if (!row.deletedAt) {
    await withTenant(key, (tx) => endProject(tx, key.projectId));
  }
  failpoint("dispatch.project-remove.after");
}
