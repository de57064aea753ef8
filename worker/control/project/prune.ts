import { externalSecrets } from "#lib/domain/clusters/contract/brought.ts";
import type { Project } from "#lib/domain/clusters/contract/project.ts";
import {
  limitRanges,
  networkPolicies,
  resourceQuotas,
  roleBindings,
  serviceAccounts,
} from "#lib/infra/kube/objects.ts";
import { bundleResources } from "../cache.ts";
import type { Deps } from "../deps.ts";
import { type Item, itemKey } from "./progress.ts";

const prunable = [
  networkPolicies,
  roleBindings,
  serviceAccounts,
  resourceQuotas,
  limitRanges,
  externalSecrets,
];

/** Removes what an earlier spec wanted and this one does not: an opened network, a binding, a bot, a credential. */
export async function prune(
  { client, cache, signal, log }: Deps,
  project: Project,
  items: readonly Item[],
): Promise<void> {
  const wanted = new Set(items.map((item) => itemKey(item.object)));
  const stale = [
    ...prunable.flatMap(({ kind }) => cache.bundle[kind]!.store.by("namespace", project.spec.namespace)),
    ...cache.broughtSecrets(project.spec.namespace),
  ].filter((object) => !wanted.has(itemKey(object)) && !object.metadata.deletionTimestamp);
  await Promise.all(
    stale.map(async (object) => {
      await client.delete(bundleResources[object.kind]!, object.metadata, {
        uid: object.metadata.uid,
        signal,
      });
      log.info(
        { project: project.metadata.name, object: itemKey(object) },
        "removed what is no longer wanted",
      );
    }),
  );
}
