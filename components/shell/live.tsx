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
import { type LiveConnection, type LiveEvent, shareStream } from "./stream.ts";
import { topicMatches } from "./topics.ts";

type Listener = { topics: readonly string[]; call: (event: LiveEvent) => void };

/** Sent to every listener after the stream was down: what happened meanwhile may have been missed. */
const RESUMED: LiveEvent = { topic: "live:resumed" };

type Live = {
  listen: (listener: Listener) => () => void;
  /** Renders the server parts again after so many milliseconds; asked for again meanwhile, it is done once. */
  refresh: (after: number) => void;
};
const LiveContext = createContext<Live | null>(null);
const ConnectionContext = createContext<LiveConnection | null>(null);

/**
 * The event stream of the page, which it shares with every other tab of the same address. A refusal loads the page anew,
 * which then says why. A hidden page keeps its stream.
 */
export function LiveProvider({ url, children }: { url: string; children: ReactNode }) {
  const listeners = useRef(new Set<Listener>());
  const [connection, setConnection] = useState<LiveConnection>("connecting");

  useEffect(() => {
    // Something may have changed between the making of the page and the opening of its stream.
    let missed = true;
    const tell = (event: LiveEvent) => {
      for (const { topics, call } of listeners.current) {
        if (event === RESUMED || topics.some((topic) => topicMatches(topic, event.topic))) call(event);
      }
    };
    return shareStream(url, {
      change: tell,
      resync: () => tell(RESUMED),
      connection(now) {
        setConnection(now);
        if (now === "open" && missed) tell(RESUMED);
        missed = now !== "open";
      },
      refused: () => window.location.reload(),
    });
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
