export interface QueueOptions {
  /** Keys worked on at once. Default 16. */
  concurrency?: number;
  /** First wait after a failure; doubles each time. Default 200 ms. */
  baseMs?: number;
  /** Default 60,000 ms. */
  maxMs?: number;
  random?: () => number;
}

/** What a worker says about a key: done, or look again after so many milliseconds. */
export interface Outcome {
  againMs?: number;
}

/**
 * Work by key: a key is never worked on twice at once, and however often it is added while it waits it runs once. A key
 * whose work throws comes back with exponential backoff; `forget` (or success) resets that.
 */
export class WorkQueue {
  readonly #work: (key: string) => Promise<Outcome | undefined>;
  readonly #failed: (key: string, error: unknown, failures: number) => void;
  readonly #concurrency: number;
  readonly #baseMs: number;
  readonly #maxMs: number;
  readonly #random: () => number;
  readonly #waiting = new Set<string>();
  readonly #active = new Set<string>();
  readonly #again = new Set<string>();
  readonly #timers = new Map<string, { timer: NodeJS.Timeout; at: number }>();
  readonly #failures = new Map<string, number>();
  #stopped = false;
  #idle: PromiseWithResolvers<void> | undefined;

  constructor(
    work: (key: string) => Promise<Outcome | undefined>,
    failed: (key: string, error: unknown, failures: number) => void,
    options: QueueOptions = {},
  ) {
    this.#work = work;
    this.#failed = failed;
    this.#concurrency = options.concurrency ?? 16;
    this.#baseMs = options.baseMs ?? 200;
    this.#maxMs = options.maxMs ?? 60_000;
    this.#random = options.random ?? Math.random;
  }

  /** Work on the key as soon as there is a place. */
  add(key: string): void {
    if (this.#stopped) return;
    this.#cancel(key);
    if (this.#active.has(key)) this.#again.add(key);
    else this.#waiting.add(key);
    this.#pump();
  }

  /** Work on the key in so many milliseconds, or sooner if something else asks for it. */
  addAfter(key: string, ms: number): void {
    if (this.#stopped || this.#waiting.has(key)) return;
    const at = Date.now() + ms;
    const planned = this.#timers.get(key);
    if (planned && planned.at <= at) return;
    this.#cancel(key);
    this.#timers.set(key, { timer: setTimeout(() => this.add(key), ms), at });
  }

  /** Forget past failures of the key. */
  forget(key: string): void {
    this.#failures.delete(key);
  }

  failures(key: string): number {
    return this.#failures.get(key) ?? 0;
  }

  /** The wait after `failures` failures in a row, in ms, without jitter. */
  backoffMs(failures: number): number {
    return Math.min(this.#baseMs * 2 ** Math.max(failures - 1, 0), this.#maxMs);
  }

  get depth(): number {
    return this.#waiting.size + this.#active.size + this.#timers.size;
  }

  /** Takes no more work; settles when what is active has ended. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const key of [...this.#timers.keys()]) this.#cancel(key);
    this.#waiting.clear();
    this.#again.clear();
    if (this.#active.size === 0) return;
    this.#idle ??= Promise.withResolvers<void>();
    await this.#idle.promise;
  }

  #pump(): void {
    for (const key of this.#waiting) {
      if (this.#active.size >= this.#concurrency) return;
      this.#waiting.delete(key);
      this.#active.add(key);
      void this.#run(key);
    }
  }

  async #run(key: string): Promise<void> {
    try {
      const outcome = await this.#work(key);
      this.#failures.delete(key);
      if (outcome?.againMs !== undefined) this.addAfter(key, outcome.againMs);
    } catch (error) {
      const failures = this.failures(key) + 1;
      this.#failures.set(key, failures);
      this.#failed(key, error, failures);
      this.addAfter(key, this.backoffMs(failures) * (0.75 + this.#random() / 2));
    } finally {
      this.#active.delete(key);
      if (this.#again.delete(key)) this.add(key);
      this.#pump();
      if (this.#stopped && this.#active.size === 0) this.#idle?.resolve();
    }
  }

  #cancel(key: string): void {
    clearTimeout(this.#timers.get(key)?.timer);
    this.#timers.delete(key);
  }
}
