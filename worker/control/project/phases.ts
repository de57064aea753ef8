import type { Project } from "#lib/domain/clusters/contract/project.ts";
import type { ControlConfig } from "../config.ts";
import type { BundleObject } from "./manifests/common.ts";
import { broughtManifests } from "./manifests/credentials.ts";
import { limitRangeManifest } from "./manifests/limit-range.ts";
import { namespaceManifest } from "./manifests/namespace.ts";
import { networkPolicyManifests } from "./manifests/network-policies.ts";
import { resourceQuotaManifest } from "./manifests/resource-quota.ts";
import { roleBindingManifests } from "./manifests/role-bindings.ts";
import { secretManifest } from "./manifests/secret.ts";
import { serviceAccountManifests } from "./manifests/service-accounts.ts";

export interface Phase {
  name: "namespace" | "guards" | "rights" | "brought";
  /** The objects of this phase, as they shall be. They do not depend on each other. */
  objects: (project: Project, config: ControlConfig) => BundleObject[];
}

/**
 * The order is the design: guards before rights, and what others bring at last. A phase begins when every object of the one before stands. Service accounts
 * are guards too: making `default` mount no token closes something.
 */
export const phases = [
  { name: "namespace", objects: (project, config) => [namespaceManifest(project, config)] },
  {
    name: "guards",
    objects: (project, config) => [
      ...networkPolicyManifests(project, config),
      resourceQuotaManifest(project),
      limitRangeManifest(project),
      ...serviceAccountManifests(project),
      secretManifest(project),
    ],
  },
  { name: "rights", objects: roleBindingManifests },
  { name: "brought", objects: broughtManifests },
] as const satisfies Phase[];

export interface Step {
  phase: Phase["name"];
  object: BundleObject;
}

/** The whole bundle in order. */
export function bundle(project: Project, config: ControlConfig): Step[] {
  return phases.flatMap((phase) =>
    phase.objects(project, config).map((object) => ({ phase: phase.name, object })),
  );
}
