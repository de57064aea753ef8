"use client";

import { useRouter } from "next/navigation";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from "react";
import { State } from "../ui/state.tsx";
import { useWords } from "../words-provider.tsx";
import { topicMatches } from "./topics.ts";

/** What the server sends: JSON with a topic, and whatever else the topic carries. */
export type LiveEvent = { topic: string; [key: string]: unknown };
export type LiveConnection = "connecting" | "open" | "lost";
type Listener = { topics: readonly string[]; call: (event: LiveEvent) => void };

/** Sent to every listener after the stream was down: what happened meanwhile may have been missed. */
const RESUMED: LiveEvent = { topic: "live:resumed" };
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 30_000;

const LiveContext = createContext<{ listen: (listener: Listener) => () => void } | null>(null);
const ConnectionContext = createContext<LiveConnection | null>(null);

/**
 * One event stream for the page. The browser resumes a dropped stream by itself with Last-Event-ID; where the server
 * closed it for good (an error status) it is opened again with growing pauses, with `lastEventId` in the address. A
 * hidden page keeps its stream.
 */
export function LiveProvider({ url, children }: { url: string; children: ReactNode }) {
  const listeners = useRef(new Set<Listener>());
  const [connection, setConnection] = useState<LiveConnection>("connecting");

  useEffect(() => {
    let source: EventSource;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let wait = FIRST_WAIT;
    let lastId = "";
    let dropped = false;
    const tell = (event: LiveEvent) => {
      for (const { topics, call } of listeners.current) {
        if (event === RESUMED || topics.some((topic) => topicMatches(topic, event.topic))) call(event);
      }
    };
    const open = () => {
      const address = new URL(url, window.location.href);
      if (lastId) address.searchParams.set("lastEventId", lastId);
      source = new EventSource(address);
      source.onopen = () => {
        wait = FIRST_WAIT;
        setConnection("open");
        if (dropped) tell(RESUMED);
        dropped = false;
      };
      source.onmessage = (message) => {
        if (message.lastEventId) lastId = message.lastEventId;
        const event = parse(message.data);
        if (event) tell(event);
      };
      source.onerror = () => {
        dropped = true;
        setConnection("lost");
        if (source.readyState !== EventSource.CLOSED) return; // the browser tries again by itself
        clearTimeout(timer);
        timer = setTimeout(open, wait * (0.75 + Math.random() / 2));
        wait = Math.min(LONGEST_WAIT, wait * 2);
      };
    };
    open();
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [url]);

  const live = useMemo(
    () => ({
      listen: (listener: Listener) => {
        listeners.current.add(listener);
        return () => void listeners.current.delete(listener);
      },
    }),
    [],
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

/** Renders the page's server parts again when one of the topics is heard, at most once in `every` milliseconds. */
export function LiveRefresh({ topics, every = 300 }: { topics: readonly string[]; every?: number }) {
  const router = useRouter();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
  useLive(topics, () => {
    if (timer.current) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      router.refresh();
    }, every);
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
