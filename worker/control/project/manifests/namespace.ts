import { annotations, OWN_LABEL_PREFIX } from "#lib/domain/clusters/contract/meta.ts";
import type { Project } from "#lib/domain/clusters/contract/project.ts";
import { namespaces } from "#lib/infra/kube/objects.ts";
import type { ControlConfig } from "../../config.ts";
import { type BundleObject, cause, ownership } from "./common.ts";

/** The project's namespace: Pod Security pinned to one version, whose it is, and the project's own labels. */
export function namespaceManifest(project: Project, config: ControlConfig): BundleObject {
  const level = project.spec.podSecurity;
  const version = config.podSecurityVersion;
  return {
    apiVersion: namespaces.apiVersion,
    kind: namespaces.kind,
    metadata: {
      name: project.spec.namespace,
      labels: {
        ...ownLabels(project),
        ...ownership(project),
        "pod-security.kubernetes.io/enforce": level,
        "pod-security.kubernetes.io/enforce-version": version,
        "pod-security.kubernetes.io/audit": level,
        "pod-security.kubernetes.io/audit-version": version,
        "pod-security.kubernetes.io/warn": level,
        "pod-security.kubernetes.io/warn-version": version,
      },
      annotations: { ...cause(project), [annotations.projectUid]: project.metadata.uid },
    },
  };
}

const ownLabels = ({ spec }: Project): Record<string, string> =>
  Object.fromEntries(Object.entries(spec.labels).map(([name, value]) => [OWN_LABEL_PREFIX + name, value]));
