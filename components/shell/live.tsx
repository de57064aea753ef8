"use client";

import { useRouter } from "next/navigation";
import {
  createContext,
  type ReactNode,
  useCallback,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
  useTransition,
} from "react";
import { State } from "../ui/state.tsx";
import { useWords } from "../words-provider.tsx";
import { topicMatches } from "./topics.ts";

/** What the server sends as `change`: JSON with a topic, and whatever else the topic carries. */
export type LiveEvent = { topic: string; [key: string]: unknown };
export type LiveConnection = "connecting" | "open" | "lost";
type Listener = { topics: readonly string[]; call: (event: LiveEvent) => void };

/** Sent to every listener after the stream was down: what happened meanwhile may have been missed. */
const RESUMED: LiveEvent = { topic: "live:resumed" };
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;
/** Answers that asking again will not change: signed out, or no longer allowed. */
const REFUSED = [401, 403, 404];

type Live = {
  listen: (listener: Listener) => () => void;
  /** Renders the server parts again after so many milliseconds; asked for again meanwhile, it is done once. */
  refresh: (after: number) => void;
};
const LiveContext = createContext<Live | null>(null);
const ConnectionContext = createContext<LiveConnection | null>(null);

/**
 * One event stream for the page, of the events `change`, `resync` (something may have been missed) and `ended` (the
 * reader may no longer read). The browser resumes a dropped stream by itself with Last-Event-ID; where the server closed
 * it for good it is asked for again with growing pauses, and a refusal loads the page anew, which then says why. A hidden
 * page keeps its stream.
 */
export function LiveProvider({ url, children }: { url: string; children: ReactNode }) {
  const listeners = useRef(new Set<Listener>());
  const [connection, setConnection] = useState<LiveConnection>("connecting");

  useEffect(() => {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wait = FIRST_WAIT;
    // Something may have changed between the making of the page and the opening of its stream.
    let missed = true;
    let over = false;
    const tell = (event: LiveEvent) => {
      for (const { topics, call } of listeners.current) {
        if (event === RESUMED || topics.some((topic) => topicMatches(topic, event.topic))) call(event);
      }
    };
    const lost = () => {
      missed = true;
      setConnection("lost");
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, wait * (0.75 + Math.random() / 2));
      wait = Math.min(LONGEST_WAIT, wait * 2);
    };
    // An EventSource does not tell why it was refused.
    const ask = async () => {
      const asking = new AbortController();
      const answer = await fetch(url, { signal: asking.signal }).catch(() => null);
      asking.abort();
      if (over) return;
      if (answer && REFUSED.includes(answer.status)) window.location.reload();
      else if (answer?.ok) open();
      else later();
    };
    const open = () => {
      source = new EventSource(url);
      source.onopen = () => {
        wait = FIRST_WAIT;
        setConnection("open");
        if (missed) tell(RESUMED);
        missed = false;
      };
      source.addEventListener("change", (message) => {
        const event = parse(message.data);
        if (event) tell(event);
      });
      source.addEventListener("resync", () => tell(RESUMED));
      source.addEventListener("ended", () => {
        source?.close();
        lost();
        void ask();
      });
      source.onerror = () => {
        lost();
        if (source?.readyState === EventSource.CLOSED) later(); // else the browser tries again by itself
      };
    };
    open();
    return () => {
      over = true;
      clearTimeout(timer);
      source?.close();
    };
  }, [url]);

  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [refreshing, startRefresh] = useTransition();
  const again = useRef<number>(undefined);
  const busy = useRef(false);
  const later = useCallback(
    (after: number) => {
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        startRefresh(() => router.refresh());
      }, after);
    },
    [router],
  );
  useEffect(() => {
    busy.current = refreshing;
    if (refreshing || again.current === undefined) return;
    const after = again.current;
    again.current = undefined;
    later(after);
  }, [refreshing, later]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const live = useMemo<Live>(
    () => ({
      listen: (listener) => {
        listeners.current.add(listener);
        return () => void listeners.current.delete(listener);
      },
      // Never two at once: under load they would pile up before a navigation that somebody waits for.
      refresh: (after) => {
        if (busy.current) again.current = after;
        else later(after);
      },
    }),
    [later],
  );
  return (
    <LiveContext value={live}>
      <ConnectionContext value={connection}>{children}</ConnectionContext>
    </LiveContext>
  );
}

function parse(data: string): LiveEvent | null {
  try {
    const event: unknown = JSON.parse(data);
    return typeof event === "object" && event !== null && "topic" in event ? (event as LiveEvent) : null;
  } catch {
    return null; // not ours; a later message may be
  }
}

/** Calls back on each event of these topics, and once with topic `live:resumed` after a gap. Without a `LiveProvider`
 *  around it, nothing happens. */
export function useLive(topics: readonly string[], callback: (event: LiveEvent) => void): void {
  const live = useContext(LiveContext);
  const heard = useEffectEvent(callback);
  const key = topics.join("\n");
  useEffect(() => live?.listen({ topics: key.split("\n"), call: (event) => heard(event) }), [live, key]);
}

/** How the stream stands; null without a `LiveProvider`. */
export function useLiveConnection(): LiveConnection | null {
  return useContext(ConnectionContext);
}

/**
 * Renders the page's server parts again when one of the topics is heard, at most once in `every` milliseconds however many
 * parts of the page ask for it. `where` leaves out events that carry another value under one of its keys.
 */
export function LiveRefresh({
  topics,
  where = {},
  every = 120,
}: {
  topics: readonly string[];
  where?: Record<string, string>;
  every?: number;
}) {
  const live = useContext(LiveContext);
  useLive(topics, (event) => {
    const other = Object.entries(where).some(
      ([key, value]) => event[key] !== undefined && event[key] !== value,
    );
    if (!other) live?.refresh(every);
  });
  return null;
}

/** "Live" or "Reconnecting", for the top bar. */
export function LiveStatus() {
  const words = useWords();
  const connection = useLiveConnection();
  if (!connection) return null;
  return (
    <span role="status" className="num flex text-xs text-ink-3">
      {connection === "open" && <State kind="running">{words.live}</State>}
      {connection === "connecting" && <State kind="starting">{words.connecting}</State>}
      {connection === "lost" && <State kind="starting">{words.reconnecting}</State>}
    </span>
  );
}
