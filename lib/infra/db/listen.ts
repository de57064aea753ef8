import pg from "pg";

/** A change that committed: the topic and the place, never content. Sent by the trigger portico_announce. */
export type Change = {
  /** Topic: organizations, projects, provisioning, sessions, credentials, members or login. */
  t: string;
  /** Organization id. */
  o?: string;
  /** Project id. */
  p?: string;
  /** Row id. */
  i?: string;
  /** User id. */
  u?: string;
};

export type Listener = { onChange(change: Change): void; onGap(): void };

/** What a reader waits for: the next change that concerns it. */
export type Changes = {
  /**
   * Resolves when something has changed since it last did, and after `ms` at the latest if that is given, or at the
   * signal. What is read afterwards is at least as new as what was heard.
   */
  next(signal: AbortSignal, ms?: number): Promise<void>;
  close(): void;
};

/**
 * One connection that LISTENs for committed changes and hands them to any number of listeners. Whenever it has begun to
 * listen, at first and after a lost connection, it tells every listener that something may have been missed.
 */
export class ChangeFeed {
  readonly #url: string;
  readonly #listeners = new Set<Listener>();
  #client: pg.Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(databaseUrl: string) {
    this.#url = databaseUrl;
  }

  /** Adds a listener; the answer removes it. */
  subscribe(listener: Listener): () => void {
    this.#listeners.add(listener);
    if (!this.#client) void this.#connect();
    return () => this.#listeners.delete(listener);
  }

  /** Follows the changes that `concerns` picks; a gap counts as one of them. */
  follow(concerns: (change: Change) => boolean): Changes {
    let heard = false;
    let wake = () => {};
    const note = () => {
      heard = true;
      wake();
    };
    const close = this.subscribe({ onChange: (change) => concerns(change) && note(), onGap: note });
    return {
      close,
      async next(signal, ms) {
        if (!heard && !signal.aborted) {
          let timer: NodeJS.Timeout | undefined;
          await new Promise<void>((resolve) => {
            wake = resolve;
            signal.addEventListener("abort", note, { once: true });
            if (ms !== undefined) timer = setTimeout(resolve, ms);
          });
          clearTimeout(timer);
          signal.removeEventListener("abort", note);
        }
        heard = false;
      },
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#client?.end().catch(() => {});
  }

  async #connect(): Promise<void> {
    if (this.#closed) return;
    const client = new pg.Client({
      connectionString: this.#url,
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    this.#client = client;
    let over = false;
    const lost = () => {
      if (over) return;
      over = true;
      client.end().catch(() => {});
      if (!this.#closed) this.#timer = setTimeout(() => void this.#connect(), 500);
    };
    client.on("error", lost);
    client.on("end", lost);
    client.on("notification", ({ payload }) => {
      const change = JSON.parse(payload ?? "{}") as Change;
      for (const listener of this.#listeners) listener.onChange(change);
    });
    try {
      await client.connect();
      await client.query("listen portico_changes");
      for (const listener of this.#listeners) listener.onGap();
    } catch {
      lost();
    }
  }
}

const kept = globalThis as { porticoFeed?: ChangeFeed };

/** The process's one feed. */
export function changeFeed(): ChangeFeed {
  kept.porticoFeed ??= new ChangeFeed(process.env.PORTICO_DATABASE_URL ?? "");
  return kept.porticoFeed;
}
