import type { AgenticSession } from "#lib/domain/clusters/contract/agentic-session.ts";
import { keyOf } from "#lib/infra/kube/store.ts";
import type { Cache } from "../cache.ts";
import { isFinal } from "./phase.ts";

/** Older first; two of one second by name, so that everybody agrees. */
export function byAge(a: AgenticSession, b: AgenticSession): number {
  const [at, bt] = [a.metadata.creationTimestamp, b.metadata.creationTimestamp];
  return at === bt ? (a.metadata.name < b.metadata.name ? -1 : 1) : at < bt ? -1 : 1;
}

/** Who holds and who waits for the places of a namespace, from the cache and from Jobs that are being made right now. */
export class Places {
  readonly #cache: Cache;
  readonly #making = new Set<string>();

  constructor(cache: Cache) {
    this.#cache = cache;
  }

  /** Sessions that have a Job and are not over. */
  running(namespace: string): AgenticSession[] {
    return this.open(namespace).filter((session) => this.#holds(session));
  }

  /** Sessions that have none, oldest first. */
  waiting(namespace: string): AgenticSession[] {
    return this.open(namespace)
      .filter((session) => !this.#holds(session))
      .sort(byAge);
  }

  /** How a waiting session stands: places taken by others, and others that wait and are older. */
  of(session: AgenticSession): { active: number; ahead: number } {
    let active = 0;
    let ahead = 0;
    for (const other of this.open(session.metadata.namespace!)) {
      if (other.metadata.uid === session.metadata.uid) continue;
      if (this.#holds(other)) active += 1;
      else if (!other.spec.stop && byAge(other, session) < 0) ahead += 1;
    }
    return { active, ahead };
  }

  /** Holds a place for the session while `make` runs; from the same tick on others see it taken. */
  async hold<T>(session: AgenticSession, make: () => Promise<T>): Promise<T> {
    const key = keyOf(session);
    this.#making.add(key);
    try {
      return await make();
    } finally {
      this.#making.delete(key);
    }
  }

  /** Sessions let in whose pod the API server has not counted yet. */
  uncounted(namespace: string): AgenticSession[] {
    return this.running(namespace).filter(
      (session) => this.#cache.pods.store.by("session", keyOf(session)).length === 0,
    );
  }

  /** Sessions that have not ended. */
  open(namespace: string): AgenticSession[] {
    return this.#cache.sessions.store
      .by("namespace", namespace)
      .filter((session) => !isFinal(session.status?.phase) && !session.metadata.deletionTimestamp);
  }

  #holds(session: AgenticSession): boolean {
    const key = keyOf(session);
    return this.#making.has(key) || this.#cache.jobs.store.get(key) !== undefined;
  }
}
