import { setTimeout as sleep } from "node:timers/promises";
import { isUnavailable } from "#lib/infra/db/errors.ts";
import type { Log } from "#lib/infra/log/index.ts";

const LONGEST_WAIT_MS = 5000;
/** After a round, for each key of it: where changes come by the dozen they go together, where one comes it goes at once. */
const PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 250;

/** What the observer copies, in the order in which it does. */
export const observedKinds = ["projects", "repairs", "quotas", "credentials", "fetched", "sessions"] as const;
export type ObservedKind = (typeof observedKinds)[number];

/** What changed about a key: `uid` of what is gone, or nothing for "look at it". */
export type Changed = Map<string, { goneUid?: string }>;

type Options = {
  /** Writes what changed; called for one kind at a time, never twice at once. */
  write: (kind: ObservedKind, changed: Changed) => Promise<void>;
  /** Most keys for one call. */
  size: number;
  log: Log;
};

/**
 * Collects keys that changed and hands them on in batches: the first at once, and what comes while a batch is written and
 * for a moment after it, together in the next one. It says that a key changed, not how: the writer looks at the newest state, so that a burst of
 * events about one object is one write. A batch that fails is cut to its keys, so that one that cannot be written does not
 * hold up the others; what failed comes back, with backoff.
 */
export class Changes {
  readonly #options: Options;
  readonly #waiting: Record<ObservedKind, Changed> = {
    projects: new Map(),
    repairs: new Map(),
    quotas: new Map(),
    credentials: new Map(),
    fetched: new Map(),
    sessions: new Map(),
  };
  #wake = Promise.withResolvers<void>();

  constructor(options: Options) {
    this.#options = options;
  }

  /** Notes that a key changed. `goneUid`: the object with this uid is gone. */
  add(kind: ObservedKind, key: string, goneUid?: string): void {
    // That the old one is gone stays true when a new one has come.
    this.#waiting[kind].set(key, { goneUid: goneUid ?? this.#waiting[kind].get(key)?.goneUid });
    this.#wake.resolve();
  }

  get waiting(): number {
    return observedKinds.reduce((sum, kind) => sum + this.#waiting[kind].size, 0);
  }

  /** Hands batches on until the signal. */
  async run(signal: AbortSignal): Promise<void> {
    const stop = () => this.#wake.resolve();
    signal.addEventListener("abort", stop, { once: true });
    let failures = 0;
    while (!signal.aborted) {
      await this.#wake.promise;
      if (signal.aborted) break;
      this.#wake = Promise.withResolvers<void>();
      let written = 0;
      for (const kind of observedKinds) {
        const batch = this.#take(kind);
        if (batch.size === 0) continue;
        written += batch.size;
        try {
          await this.#write(kind, batch);
          failures = 0;
        } catch (error) {
          failures += 1;
          this.#options.log.warn(
            { kind, keys: [...batch.keys()].slice(0, 5), err: error, failures },
            "observer could not write, trying again",
          );
          const wait = Math.min(100 * 2 ** failures, LONGEST_WAIT_MS);
          await sleep(wait * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => {});
        }
      }
      if (this.waiting > 0) this.#wake.resolve();
      await sleep(Math.min(PAUSE_MS * written, LONGEST_PAUSE_MS), undefined, { signal }).catch(() => {});
    }
    signal.removeEventListener("abort", stop);
  }

  /** One batch. If it fails for another reason than the database, key by key; what then fails waits again. */
  async #write(kind: ObservedKind, batch: Changed): Promise<void> {
    try {
      await this.#options.write(kind, batch);
    } catch (error) {
      if (isUnavailable(error) || batch.size === 1) {
        this.#putBack(kind, batch);
        throw error;
      }
      const failed: unknown[] = [];
      for (const [key, change] of batch) {
        const one: Changed = new Map([[key, change]]);
        await this.#options.write(kind, one).catch((reason: unknown) => {
          this.#putBack(kind, one);
          failed.push(reason);
        });
      }
      if (failed.length > 0) throw failed[0];
    }
  }

  #take(kind: ObservedKind): Changed {
    const waiting = this.#waiting[kind];
    const batch: Changed = new Map();
    for (const [key, change] of waiting) {
      if (batch.size === this.#options.size) break;
      batch.set(key, change);
      waiting.delete(key);
    }
    return batch;
  }

  /** What came meanwhile about the same key is newer. */
  #putBack(kind: ObservedKind, batch: Changed): void {
    for (const [key, change] of batch)
      this.add(kind, key, this.#waiting[kind].get(key)?.goneUid ?? change.goneUid);
  }
}
