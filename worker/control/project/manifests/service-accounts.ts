import type { Project } from "#lib/domain/clusters/contract/project.ts";
import { serviceAccounts } from "#lib/infra/kube/objects.ts";
import { type BundleObject, head } from "./common.ts";

/** Whom pods run as: `default` (made harmless), `session`, and one for each bot. None mounts a token. */
export function serviceAccountManifests(project: Project): BundleObject[] {
  const names = ["default", "session", ...project.spec.bots.map((bot) => bot.name)];
  return names.map((name) => ({
    ...head(project, serviceAccounts, name),
    automountServiceAccountToken: false,
  }));
}
