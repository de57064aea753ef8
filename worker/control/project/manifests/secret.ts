import { CREDENTIALS_SECRET } from "#lib/domain/clusters/contract/meta.ts";
import type { Project } from "#lib/domain/clusters/contract/project.ts";
import { secrets } from "#lib/infra/kube/objects.ts";
import { type BundleObject, head } from "./common.ts";

/**
 * The Secret for the project's credentials. It has no `data` here, ever: the controller owns that the Secret exists, the
 * portal's web owns what is in it.
 */
export function secretManifest(project: Project): BundleObject {
  return { ...head(project, secrets, CREDENTIALS_SECRET), type: "Opaque" };
}
