import type { Project } from "#lib/domain/clusters/contract/project.ts";
import { limitRanges } from "#lib/infra/kube/objects.ts";
import { type BundleObject, head } from "./common.ts";

/**
 * Requests and limits for containers that name none, without which a quota on requests would refuse their pods. Filled in as
 * the API server does it: a limit from the maximum, a request from the limit.
 */
export function limitRangeManifest(project: Project): BundleObject {
  const { max, default: limit, defaultRequest } = project.spec.limits.container;
  const defaults = { ...max, ...limit };
  const item = {
    type: "Container",
    max,
    default: defaults,
    defaultRequest: { ...defaults, ...defaultRequest },
  };
  const filled = Object.fromEntries(
    Object.entries(item).filter(([, value]) => typeof value === "string" || Object.keys(value).length > 0),
  );
  return { ...head(project, limitRanges, "portico"), spec: { limits: [filled] } };
}
