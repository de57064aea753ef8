import { setTimeout as sleep } from "node:timers/promises";
import type { KubeClient } from "./client.ts";
import { isGone, KubeError } from "./errors.ts";
import { linesOf } from "./lines.ts";
import { slimManaged } from "./managed.ts";
import { type KubeObject, pathOf, type Resource } from "./objects.ts";
import { METADATA_ONLY } from "./options.ts";
import { type Index, isNewer, keyOf, Store } from "./store.ts";

export interface ReflectorOptions<T> {
  client: KubeClient;
  resource: Resource<unknown>;
  namespace?: string;
  labelSelector?: string;
  fieldSelector?: string;
  /** Ask for metadata alone: contents (of Secrets) are never sent to this process. */
  metadataOnly?: boolean;
  /** Keep who wrote which fields, in a small form. Else it is dropped: it is half of every object. */
  keepManaged?: boolean;
  /** Turns what the API server sent into what is kept. An object for which it throws is counted and left out. */
  read?: (raw: unknown) => T;
  indexes?: Record<string, Index<T>>;
  pageSize?: number;
  /** How long one watch is asked to last. Default 240–300 s, spread so that watches do not end together. */
  watchSeconds?: number;
  /** A watch on which nothing comes for so long is dead; bookmarks come each minute. Default 100,000 ms. */
  stallMs?: number;
  /** Longest wait between two tries that follow a failure. Default 10,000 ms. */
  maxBackoffMs?: number;
  log?: { warn: (fields: object, message: string) => void };
}

export interface ReflectorHandlers<T> {
  /** An object that is new, changed, or (`after` undefined) gone. */
  changed?: (after: T | undefined, before: T | undefined) => void;
  /** The answer to a write of our own was taken over. It will not come as a change. */
  wrote?: (object: T) => void;
}

export interface ReflectorCounters {
  lists: number;
  pages: number;
  watches: number;
  events: number;
  bookmarks: number;
  restarts: number;
  stalls: number;
  gone: number;
  unreadable: number;
  handlerErrors: number;
}

/** A watch that ends sooner, and brought nothing, has failed. */
const AT_ONCE_MS = 1000;

interface WatchEvent {
  type: "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR";
  object: KubeObject & { code?: number; reason?: string; message?: string };
}

/**
 * Keeps a store equal to all objects of one kind: a paged list, then a watch that is resumed from the last resource version
 * when it ends, breaks or falls silent, and started anew from a list when that version is too old (410). What this process
 * wrote itself can be put in by `wrote`, so that the next look sees it and its echo is no event.
 *
 * It reads the stream itself, since the client's `Watch` swallows what handlers throw, hides the API server's status, and
 * cannot ask for metadata alone.
 */
export class Reflector<T extends Pick<KubeObject, "metadata"> = KubeObject> {
  readonly store: Store<T>;
  readonly counters: ReflectorCounters = {
    lists: 0,
    pages: 0,
    watches: 0,
    events: 0,
    bookmarks: 0,
    restarts: 0,
    stalls: 0,
    gone: 0,
    unreadable: 0,
    handlerErrors: 0,
  };
  readonly #options: ReflectorOptions<T>;
  readonly #handlers: ReflectorHandlers<T>[] = [];
  readonly #synced = Promise.withResolvers<void>();
  #running: Promise<void> | undefined;
  #resourceVersion = "";

  constructor(options: ReflectorOptions<T>) {
    this.#options = options;
    this.store = new Store<T>(options.indexes);
  }

  /** Settles when the first list is in the store. */
  get synced(): Promise<void> {
    return this.#synced.promise;
  }

  get kind(): string {
    return this.#options.resource.kind;
  }

  on(handlers: ReflectorHandlers<T>): void {
    this.#handlers.push(handlers);
  }

  /** Runs until the signal; the returned promise settles then. Calling it again returns the same run. */
  start(signal: AbortSignal): Promise<void> {
    this.#running ??= this.#run(signal);
    return this.#running;
  }

  /** Takes over the answer to a write of our own. Older events about it will be ignored. */
  wrote(object: T): void {
    this.#slim(object);
    const before = this.store.get(keyOf(object));
    if (before && !isNewer(object.metadata.resourceVersion, before.metadata.resourceVersion)) return;
    this.store.set(object);
    this.#each((h) => h.wrote?.(object));
  }

  async #run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      let err: unknown;
      try {
        if (!this.#resourceVersion) await this.#list(signal);
        failures = (await this.#watch(signal)) ? 0 : failures + 1;
      } catch (error) {
        failures += 1;
        err = error;
      }
      if (signal.aborted) break;
      this.counters.restarts += 1;
      const gone = isGone(err);
      if (gone) {
        this.counters.gone += 1;
        this.#resourceVersion = "";
      }
      // A version that is too old is nobody's failure, unless the one from the new list is too old as well.
      if (failures === 0 || (gone && failures === 1)) continue;
      const longest = Math.min(200 * 2 ** failures, this.#options.maxBackoffMs ?? 10_000);
      const waitMs = Math.round(longest * (0.5 + Math.random() / 2));
      this.#options.log?.warn({ kind: this.kind, err, failures, waitMs }, "watch failed, trying again");
      await sleep(waitMs, undefined, { signal }).catch(() => {});
    }
    this.#synced.resolve();
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { client, resource, namespace, labelSelector, fieldSelector, metadataOnly, pageSize } =
      this.#options;
    const list = await client.list<unknown>(resource, {
      namespace,
      labelSelector,
      fieldSelector,
      metadataOnly,
      limit: pageSize ?? 500,
      signal,
    });
    this.counters.lists += 1;
    this.counters.pages += list.pages;
    const seen = new Set<string>();
    for (const raw of list.items) {
      const object = this.#read(raw);
      if (!object) continue;
      seen.add(keyOf(object));
      this.#upsert(object);
    }
    for (const [key, object] of [...this.store.keys()].map((key) => [key, this.store.get(key)!] as const)) {
      if (seen.has(key) || isNewer(object.metadata.resourceVersion, list.resourceVersion)) continue;
      this.#remove(key);
    }
    this.#resourceVersion = list.resourceVersion;
    this.#synced.resolve();
  }

  /** One watch, until its end. True if it did its work: brought something, or was open for a while. */
  async #watch(signal: AbortSignal): Promise<boolean> {
    const { client, resource, namespace, labelSelector, fieldSelector, metadataOnly, watchSeconds } =
      this.#options;
    const stall = new AbortController();
    const stallMs = this.#options.stallMs ?? 100_000;
    const timer = setTimeout(() => {
      this.counters.stalls += 1;
      stall.abort();
    }, stallMs);
    timer.unref();
    let alive = false;
    const opened = performance.now();
    try {
      const stream = await client.stream(pathOf(resource, { namespace }), {
        query: {
          watch: true,
          allowWatchBookmarks: true,
          resourceVersion: this.#resourceVersion,
          timeoutSeconds: watchSeconds ?? Math.round(240 + Math.random() * 60),
          labelSelector,
          fieldSelector,
        },
        accept: metadataOnly ? METADATA_ONLY : undefined,
        signal: AbortSignal.any([signal, stall.signal]),
      });
      this.counters.watches += 1;
      for await (const line of linesOf(stream)) {
        timer.refresh();
        if (line === "") continue;
        this.#event(JSON.parse(line) as WatchEvent);
        alive = true;
      }
      // A proxy that ends every watch as soon as it is open must not be asked again and again without a pause.
      return alive || performance.now() - opened > AT_ONCE_MS;
    } catch (error) {
      if (stall.signal.aborted && !signal.aborted) return true;
      // A cut in the middle of a watch that worked is no failure of the API server: resume at once.
      if (alive && !(error instanceof KubeError)) return true;
      throw error;
    } finally {
      clearTimeout(timer);
      stall.abort();
    }
  }

  #event({ type, object }: WatchEvent): void {
    if (type === "ERROR") {
      throw new KubeError(
        object.code ?? 500,
        object.reason ?? "",
        object.message ?? "The watch ended with an error.",
      );
    }
    if (type === "BOOKMARK") {
      this.counters.bookmarks += 1;
    } else {
      this.counters.events += 1;
      const read = this.#read(object);
      if (read && type === "DELETED") {
        const known = this.store.get(keyOf(read));
        // A newer incarnation that we made ourselves must survive the news of the old one's end.
        if (known && !isNewer(known.metadata.resourceVersion, read.metadata.resourceVersion))
          this.#remove(keyOf(read));
      } else if (read) {
        this.#upsert(read);
      }
    }
    this.#resourceVersion = object.metadata.resourceVersion ?? this.#resourceVersion;
  }

  #upsert(object: T): void {
    const before = this.store.get(keyOf(object));
    if (before && !isNewer(object.metadata.resourceVersion, before.metadata.resourceVersion)) return;
    this.store.set(object);
    this.#each((h) => h.changed?.(object, before));
  }

  #remove(key: string): void {
    const before = this.store.delete(key);
    if (before) this.#each((h) => h.changed?.(undefined, before));
  }

  #read(raw: unknown): T | undefined {
    try {
      const object = this.#options.read ? this.#options.read(raw) : (raw as T);
      this.#slim(object);
      return object;
    } catch (error) {
      this.counters.unreadable += 1;
      const name = (raw as KubeObject).metadata?.name;
      this.#options.log?.warn({ kind: this.kind, name, err: error }, "object does not fit the contract");
      return undefined;
    }
  }

  #slim({ metadata }: T): void {
    if (this.#options.keepManaged) metadata.managedFields = slimManaged(metadata.managedFields);
    else delete metadata.managedFields;
  }

  #each(call: (handlers: ReflectorHandlers<T>) => void): void {
    for (const handlers of this.#handlers) {
      try {
        call(handlers);
      } catch (error) {
        this.counters.handlerErrors += 1;
        this.#options.log?.warn({ kind: this.kind, err: error }, "handler threw");
      }
    }
  }
}
