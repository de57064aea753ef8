import type { KubeObject } from "./objects.ts";

export type Index<T> = (object: T) => string | undefined;

/** `namespace/name`, or the name alone for what is cluster-scoped. */
export function keyOf(object: { metadata: { name: string; namespace?: string } }): string {
  const { namespace, name } = object.metadata;
  return namespace ? `${namespace}/${name}` : name;
}

/**
 * The newest known state of every object of one kind, by key and by index ("namespace" always, others by choice).
 * Objects are shared, not copied: readers must not change them.
 */
export class Store<T extends Pick<KubeObject, "metadata">> {
  readonly #objects = new Map<string, T>();
  readonly #indexes: { name: string; of: Index<T>; keys: Map<string, Set<string>> }[];

  constructor(indexes: Record<string, Index<T>> = {}) {
    const all: Record<string, Index<T>> = { namespace: (object) => object.metadata.namespace, ...indexes };
    this.#indexes = Object.entries(all).map(([name, of]) => ({ name, of, keys: new Map() }));
  }

  get size(): number {
    return this.#objects.size;
  }

  get(key: string): T | undefined {
    return this.#objects.get(key);
  }

  values(): IterableIterator<T> {
    return this.#objects.values();
  }

  keys(): IterableIterator<string> {
    return this.#objects.keys();
  }

  /** The objects whose index `name` gives `value`. */
  by(name: string, value: string): T[] {
    const keys = this.#indexes.find((index) => index.name === name)?.keys.get(value);
    return keys ? [...keys].map((key) => this.#objects.get(key)!) : [];
  }

  set(object: T): T | undefined {
    const key = keyOf(object);
    const before = this.#objects.get(key);
    for (const { of, keys } of this.#indexes) {
      const was = before && of(before);
      const is = of(object);
      if (before && was === is) continue;
      if (was !== undefined) removeFrom(keys, was, key);
      if (is === undefined) continue;
      const set = keys.get(is);
      if (set) set.add(key);
      else keys.set(is, new Set([key]));
    }
    this.#objects.set(key, object);
    return before;
  }

  delete(key: string): T | undefined {
    const before = this.#objects.get(key);
    if (!before) return undefined;
    for (const { of, keys } of this.#indexes) {
      const was = of(before);
      if (was !== undefined) removeFrom(keys, was, key);
    }
    this.#objects.delete(key);
    return before;
  }
}

function removeFrom(keys: Map<string, Set<string>>, value: string, key: string): void {
  const set = keys.get(value);
  set?.delete(key);
  if (set?.size === 0) keys.delete(value);
}

/** Orders resource versions; they are ever-growing integers of one API server. */
export function isNewer(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined) return true;
  return a.length === b.length ? a > b : a.length > b.length;
}
