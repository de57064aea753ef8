import { fieldManagers } from "#lib/domain/clusters/contract/meta.ts";
import { secrets } from "#lib/infra/kube/objects.ts";
import { bundleResources } from "../cache.ts";
import type { Deps } from "../deps.ts";
import type { Difference } from "./compare.ts";
import type { BundleObject } from "./manifests/common.ts";

const options = { fieldManager: fieldManagers.control };

/** Makes one object of a bundle as desired, with one call (two where it has to be made anew). @throws KubeError */
export async function writeObject(
  { client, cache, signal }: Deps,
  desired: BundleObject,
  live: BundleObject | undefined,
  how: Exclude<Difference, "same">,
): Promise<void> {
  const resource = bundleResources[desired.kind]!;
  if (how === "recreate" && live) {
    await client.delete(resource, live.metadata as { name: string }, { uid: live.metadata.uid, signal });
  }
  const answer =
    how === "replace" && live
      ? await client.replace<BundleObject>(resource, replacement(desired, live), { ...options, signal })
      : await client.apply<BundleObject>(resource, desired, {
          ...options,
          metadataOnly: desired.kind === secrets.kind,
          signal,
        });
  cache.bundle[desired.kind]!.wrote(answer);
}

/** The whole object for a PUT: others' labels and annotations stay, and a concurrent change is refused. */
function replacement(desired: BundleObject, live: BundleObject): BundleObject {
  const { labels, annotations, resourceVersion, uid } = live.metadata;
  return {
    ...desired,
    metadata: {
      ...desired.metadata,
      labels: { ...labels, ...desired.metadata.labels },
      annotations: { ...annotations, ...desired.metadata.annotations },
      resourceVersion,
      uid,
    },
  };
}
