import { annotations, fieldManagers } from "#lib/domain/clusters/contract/meta.ts";
import type { Project } from "#lib/domain/clusters/contract/project.ts";
import { isAlreadyExists } from "#lib/infra/kube/errors.ts";
import { type Namespace, namespaces } from "#lib/infra/kube/objects.ts";
import type { Deps } from "../deps.ts";
import { difference, staleLabels } from "./compare.ts";
import type { BundleObject } from "./manifests/common.ts";

export type NamespaceResult =
  | { ok: true; uid: string; wrote: boolean }
  | { ok: false; reason: "NamespaceTaken" | "NamespaceTerminating"; message: string };

/**
 * True when this namespace was made for this project: it carries the Project's uid, and it is the very one whose uid was
 * recorded, if one was.
 */
export function isOurs(namespace: Namespace, project: Project, recordedUid: string | undefined): boolean {
  return (
    namespace.metadata.annotations?.[annotations.projectUid] === project.metadata.uid &&
    (!recordedUid || namespace.metadata.uid === recordedUid)
  );
}

/**
 * Makes sure the project's namespace is there and labelled. It is created, never applied, so that a namespace which was
 * there before is found out and left alone. @throws KubeError
 */
export async function ensureNamespace(
  { client, cache, signal }: Deps,
  project: Project,
  desired: BundleObject,
  recordedUid: string | undefined,
): Promise<NamespaceResult> {
  const { name } = desired.metadata;
  let live = cache.namespaces.store.get(name);
  if (!live) {
    try {
      const created = await client.create<Namespace>(namespaces, desired, {
        fieldManager: fieldManagers.control,
        signal,
      });
      cache.namespaces.wrote(created);
      return { ok: true, uid: created.metadata.uid!, wrote: true };
    } catch (error) {
      if (!isAlreadyExists(error)) throw error;
      live = await client.get(namespaces, { name }, { signal });
      if (!live) throw error;
    }
  }
  if (live.metadata.deletionTimestamp) {
    const message = `The namespace ${name} is being deleted; it is made anew when that is done.`;
    return { ok: false, reason: "NamespaceTerminating", message };
  }
  if (!isOurs(live, project, recordedUid)) {
    const message = `The namespace ${name} exists already and was not made by Portico for this project. Choose another name, or delete the namespace.`;
    return { ok: false, reason: "NamespaceTaken", message };
  }
  const uid = live.metadata.uid!;
  const how = difference(desired, live as BundleObject);
  if (how === "same") return { ok: true, uid, wrote: false };
  // The uid keeps either call from touching another namespace, should this one have gone meanwhile.
  const { labels, annotations: notes } = desired.metadata;
  const write = { fieldManager: fieldManagers.control, signal };
  const stale = Object.fromEntries(staleLabels(desired, live as BundleObject).map((key) => [key, null]));
  const answer =
    how === "prune"
      ? await client.patch<Namespace>(
          namespaces,
          { name },
          { metadata: { uid, labels: { ...labels, ...stale }, annotations: notes } },
          write,
        )
      : await client.apply<Namespace>(
          namespaces,
          { ...desired, metadata: { ...desired.metadata, uid } },
          write,
        );
  cache.namespaces.wrote(answer);
  return { ok: true, uid, wrote: true };
}
