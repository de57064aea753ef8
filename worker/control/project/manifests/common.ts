import { annotations, labels, MANAGED_BY } from "#lib/domain/clusters/contract/meta.ts";
import type { Project } from "#lib/domain/clusters/contract/project.ts";
import type { KubeObject, Meta, Resource } from "#lib/infra/kube/objects.ts";

/** An object of a project's bundle as it shall be, with every default that the API server would fill in. */
export interface BundleObject extends KubeObject {
  spec?: Record<string, unknown>;
  [field: string]: unknown;
}

/** Labels on everything that a project owns. */
export function ownership(project: Project): Record<string, string> {
  return {
    [labels.managedBy]: MANAGED_BY,
    [labels.tenant]: project.spec.tenantRef.name,
    [labels.project]: project.metadata.name,
  };
}

/** The change that caused a write, when the Project names it. */
export function cause(project: Project): Record<string, string> {
  const requestId = project.metadata.annotations[annotations.requestId];
  return requestId ? { [annotations.requestId]: requestId } : {};
}

/** The head of an object in the project's namespace. */
export function head(
  project: Project,
  resource: Resource<unknown>,
  name: string,
): Pick<BundleObject, "apiVersion" | "kind"> & { metadata: Meta } {
  return {
    apiVersion: resource.apiVersion,
    kind: resource.kind,
    metadata: {
      name,
      namespace: project.spec.namespace,
      labels: ownership(project),
      annotations: cause(project),
    },
  };
}
