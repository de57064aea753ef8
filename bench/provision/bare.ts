import { randomUUID } from "node:crypto";
import { labels } from "#lib/domain/clusters/contract/meta.ts";
import type { Project } from "#lib/domain/clusters/contract/project.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import { namespaces } from "#lib/infra/kube/objects.ts";
import { bundleResources } from "#worker/control/cache.ts";
import type { ControlConfig } from "#worker/control/config.ts";
import type { BundleObject } from "#worker/control/project/manifests/common.ts";
import { phases } from "#worker/control/project/phases.ts";

/** Namespaces worked on at once, as many as the controller works on projects. */
const AT_ONCE = 16;
const options = { fieldManager: "bare-client" };

/** In which order the objects of one namespace go: as the controller's phases, or all at once behind the namespace. */
export type Order = "phased" | "parallel";

/**
 * The objects of `project`, phase by phase, for a namespace of another name. They carry another manager's label, so that
 * the worker, which runs beside, is not woken by them; all else is the same.
 */
export function objectsFor(project: Project, namespace: string, config: ControlConfig): BundleObject[][] {
  const other: Project = {
    ...project,
    metadata: { ...project.metadata, name: namespace, uid: randomUUID() },
    spec: { ...project.spec, namespace },
  };
  const foreign = (object: BundleObject): BundleObject => ({
    ...object,
    metadata: {
      ...object.metadata,
      labels: { ...object.metadata.labels, [labels.managedBy]: "bare-client" },
    },
  });
  return phases.map((phase) => phase.objects(other, config).map(foreign));
}

/** Applies the bundles with nothing around: no database, no controller, no status. Milliseconds until the last answer. */
export async function applyBundles(
  client: KubeClient,
  bundles: BundleObject[][][],
  order: Order,
): Promise<number> {
  const waiting = bundles.values();
  const start = performance.now();
  await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, bundles.length) }, async () => {
      for (const bundle of waiting) await applyBundle(client, bundle, order);
    }),
  );
  return performance.now() - start;
}

async function applyBundle(client: KubeClient, bundle: BundleObject[][], order: Order): Promise<void> {
  const [[namespace], ...rest] = bundle as [[BundleObject], ...BundleObject[][]];
  await client.create(namespaces, namespace, options);
  for (const group of order === "phased" ? rest : [rest.flat()])
    await Promise.all(group.map((object) => client.apply(bundleResources[object.kind]!, object, options)));
}
