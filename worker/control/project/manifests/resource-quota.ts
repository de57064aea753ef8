import type { Project } from "#lib/domain/clusters/contract/project.ts";
import { resourceQuotas } from "#lib/infra/kube/objects.ts";
import { type BundleObject, head } from "./common.ts";

/** The one ResourceQuota of the namespace; two could together admit more than either. */
export function resourceQuotaManifest(project: Project): BundleObject {
  return { ...head(project, resourceQuotas, "portico"), spec: { hard: { ...project.spec.limits.quota } } };
}
