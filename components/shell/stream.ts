/** How a stream stands: it is being opened, or open, or down and tried again. */
export type LiveConnection = "connecting" | "open" | "lost";

/** What the server sends as `change`: JSON with a topic, and whatever else the topic carries. */
export type LiveEvent = { topic: string; [key: string]: unknown };

export type StreamReader = {
  change(event: LiveEvent): void;
  /** Something may have been missed, though the stream is open. */
  resync(): void;
  connection(now: LiveConnection): void;
  /** Asking again will not help: signed out, or no longer allowed. */
  refused(): void;
};

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
/** How long the tab that has the stream may take to say that it does. */
const LONGEST_SILENCE = 2000;
/** Answers that asking again will not change. */
const REFUSED = [401, 403, 404];

/**
 * Asks at the address of a stream whether it may be read: `refused` is an answer that asking again will not change. An
 * EventSource that was closed does not tell.
 */
export async function askStream(url: string): Promise<"open" | "refused" | "away"> {
  const asking = new AbortController();
  const answer = await fetch(url, { signal: asking.signal }).catch(() => null);
  asking.abort();
  if (answer && REFUSED.includes(answer.status)) return "refused";
  return answer?.ok ? "open" : "away";
}

/**
 * An event stream of the events `change`, `resync` and `ended` (the reader may no longer read). The browser resumes a dropped
 * one by itself with Last-Event-ID; where the server closed it for good it is asked for again with growing pauses.
 */
export function openStream(url: string, reader: StreamReader): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT;
  let over = false;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, wait * (0.75 + Math.random() / 2));
    wait = Math.min(LONGEST_WAIT, wait * 2);
  };
  const ask = async () => {
    const answer = await askStream(url);
    if (over) return;
    if (answer === "refused") reader.refused();
    else if (answer === "open") open();
    else later();
  };
  const open = () => {
    source = new EventSource(url);
    source.onopen = () => {
      wait = FIRST_WAIT;
      reader.connection("open");
    };
    source.addEventListener("change", (message) => {
      const event = parse(message.data);
      if (event) reader.change(event);
    });
    source.addEventListener("resync", () => reader.resync());
    source.addEventListener("ended", () => {
      source?.close();
      reader.connection("lost");
      void ask();
    });
    source.onerror = () => {
      reader.connection("lost");
      if (source?.readyState === EventSource.CLOSED) later(); // else the browser tries again by itself
    };
  };
  open();
  return () => {
    over = true;
    clearTimeout(timer);
    source?.close();
  };
}

/**
 * One stream for all tabs of this browser that read the same address, because a browser has few connections to one host: the
 * tab that holds the lock opens it and passes on what it hears, and when it goes the next one does. Where there are no
 * locks (a page without TLS), or that tab does not answer (put to sleep by its browser), a tab has its own.
 */
export function shareStream(url: string, reader: StreamReader): () => void {
  if (!globalThis.navigator?.locks) return openStream(url, reader);
  const name = `live ${url}`;
  const leaving = new AbortController();
  const channel = new BroadcastChannel(name);
  type Said = { [Word in keyof StreamReader]: [Word, ...Parameters<StreamReader[Word]>] }[keyof StreamReader];
  let now: LiveConnection | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let own: (() => void) | undefined;
  const ask = () => {
    if (now) return;
    channel.postMessage("who?");
    clearTimeout(silence);
    // A page that nobody sees can wait until it is looked at.
    if (document.visibilityState === "hidden") return;
    silence = setTimeout(() => {
      own ??= openStream(url, reader);
    }, LONGEST_SILENCE);
  };
  const answered = () => {
    clearTimeout(silence);
    own?.();
    own = undefined;
  };
  const say = (said: Said) => {
    if (leaving.signal.aborted) return;
    if (said[0] === "connection") now = said[1];
    answered();
    channel.postMessage(said);
    hear(said);
  };
  const hear = (said: Said) => {
    if (said[0] === "change") reader.change(said[1]);
    else if (said[0] === "connection") reader.connection(said[1]);
    else reader[said[0]]();
  };
  channel.onmessage = ({ data }: MessageEvent<Said | "who?">) => {
    if (data === "who?") {
      if (now) channel.postMessage(["connection", now] satisfies Said);
      return;
    }
    answered();
    hear(data);
  };
  ask();
  document.addEventListener("visibilitychange", ask);
  const lead = () =>
    new Promise<void>((release) => {
      // What the tab before this one heard last is unknown.
      say(["connection", "connecting"]);
      const close = openStream(url, {
        change: (event) => say(["change", event]),
        resync: () => say(["resync"]),
        connection: (state) => say(["connection", state]),
        refused: () => say(["refused"]),
      });
      leaving.signal.addEventListener("abort", () => {
        close();
        release();
      });
    });
  navigator.locks.request(name, { signal: leaving.signal }, lead).catch(() => {
    // It left before it was its turn.
  });
  return () => {
    leaving.abort();
    answered();
    document.removeEventListener("visibilitychange", ask);
    channel.close();
  };
}

function parse(data: string): LiveEvent | null {
  try {
    const event: unknown = JSON.parse(data);
    return typeof event === "object" && event !== null && "topic" in event ? (event as LiveEvent) : null;
  } catch {
    return null; // not ours; a later message may be
  }
}
