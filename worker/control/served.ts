import { setTimeout as sleep } from "node:timers/promises";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import type { KubeObject, Resource } from "#lib/infra/kube/objects.ts";
import type { Reflector } from "#lib/infra/kube/reflector.ts";
import { isServed } from "#lib/infra/kube/served.ts";

const AGAIN_MS = 10_000;

/** A watch of a kind that may not be installed: begun when it is served. */
export class Served<T extends Pick<KubeObject, "metadata">> {
  readonly #client: KubeClient;
  readonly #resource: Resource<unknown>;
  readonly #reflector: Reflector<T>;
  #watched = false;

  constructor(client: KubeClient, resource: Resource<unknown>, reflector: Reflector<T>) {
    this.#client = client;
    this.#resource = resource;
    this.#reflector = reflector;
  }

  /** Whether its first list is in. */
  get watched(): boolean {
    return this.#watched;
  }

  /** Settles when it is known whether the kind is served, and its first list is in if it is; then goes on asking. */
  async start(signal: AbortSignal): Promise<void> {
    if (await this.#begin(signal)) return;
    void this.#wait(signal);
  }

  async #wait(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(AGAIN_MS, undefined, { signal, ref: false }).catch(() => {});
      if (await this.#begin(signal)) return;
    }
  }

  async #begin(signal: AbortSignal): Promise<boolean> {
    // Not to be had is not served: it is asked again.
    if (signal.aborted || !(await isServed(this.#client, this.#resource).catch(() => false))) return false;
    void this.#reflector.start(signal);
    await this.#reflector.synced;
    this.#watched = !signal.aborted;
    return true;
  }
}
