import { isDeepStrictEqual } from "node:util";
import { fieldManagers } from "#lib/domain/clusters/contract/meta.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import type { Resource } from "#lib/infra/kube/objects.ts";
import type { Reflector } from "#lib/infra/kube/reflector.ts";

interface WithStatus<S> {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; uid: string; resourceVersion: string };
  status?: S;
}

/** The same value as JSON would carry it: keys without a value are not there. */
export const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/**
 * Writes the status of a custom resource if it changed, by server-side apply under our own manager, and hands the answer to
 * the informer. Returns true when a call was made.
 */
export async function writeStatus<S, T extends WithStatus<S>>(
  client: KubeClient,
  reflector: Reflector<T>,
  resource: Resource<unknown> & { read: (raw: unknown) => T },
  object: T,
  status: S,
  signal?: AbortSignal,
): Promise<boolean> {
  const next = plain(status);
  if (object.status && isDeepStrictEqual(plain(object.status), next)) return false;
  const { name, namespace, uid } = object.metadata;
  const answer = await client.applyStatus<unknown>(
    resource as Resource<unknown>,
    {
      apiVersion: object.apiVersion,
      kind: object.kind,
      // The uid refuses the write when the object has meanwhile been made anew.
      metadata: { name, namespace, uid },
      ...{ status: next },
    },
    { fieldManager: fieldManagers.status, signal },
  );
  reflector.wrote(resource.read(answer));
  return true;
}
