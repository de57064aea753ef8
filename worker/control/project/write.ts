import { fieldManagers } from "#lib/domain/clusters/contract/meta.ts";
import { isAlreadyExists } from "#lib/infra/kube/errors.ts";
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
  const write = { ...options, metadataOnly: desired.kind === secrets.kind, signal };
  const apply = () => client.apply<BundleObject>(resource, desired, write);
  // What is new is created, which costs the API server half of what applying it does, and applied if it was there after all.
  const create = () =>
    client.create<BundleObject>(resource, desired, write).catch((error: unknown) => {
      if (isAlreadyExists(error)) return apply();
      throw error;
    });
  if (how === "recreate" && live) {
    await client.delete(resource, live.metadata as { name: string }, { uid: live.metadata.uid, signal });
  }
  const written =
    how === "prune" && live
      ? await client.patch<BundleObject>(resource, live.metadata, pruningPatch(desired, live), write)
      : await (live && how === "apply" ? apply() : create());
  cache.wrote(desired.kind, written);
}

/**
 * A merge patch that makes `spec` as desired and takes out what is not. It names no resource version: a quota's status, say,
 * is written by others at any time, and what is asked for here does not depend on it.
 */
export function pruningPatch(desired: BundleObject, live: BundleObject) {
  const { labels, annotations } = desired.metadata;
  return {
    metadata: { uid: live.metadata.uid, labels, annotations },
    spec: withNulls(desired.spec, live.spec),
  };
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function withNulls(desired: unknown, live: unknown): unknown {
  if (!isFields(desired) || !isFields(live)) return desired;
  const gone = Object.keys(live).filter((key) => !(key in desired));
  return {
    ...Object.fromEntries(gone.map((key) => [key, null])),
    ...Object.fromEntries(Object.entries(desired).map(([key, value]) => [key, withNulls(value, live[key])])),
  };
}
