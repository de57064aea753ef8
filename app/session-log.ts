"use client";

import { useTranslations } from "next-intl";
import { useEffect, useMemo, useState } from "react";
import { askStream } from "#components/shell/stream.ts";
import { formatDuration, formatNumber } from "#components/ui/format.ts";
import type { LogLine } from "#components/ui/log-view.tsx";

/** One line as the log route sends it: `time`, `type`, and what the type carries (runner/README.md). */
type Line = { time: string; type: string } & Record<string, unknown>;
type Numbered = { id: number; line: Line };
export type SessionUsage = { inputTokens: number; outputTokens: number; requests: number };

/** connecting · live · lost: it connects again by itself · ended: nothing more comes · gone: it will not come. */
export type LogConnection = "connecting" | "live" | "lost" | "ended" | "gone";

/** How long a log that cannot be had for a while is left alone, in ms. */
const PAUSE = 2000;

/**
 * Follows a session's log until its end. Lines come as LogView draws them; `usage` is the runner's own count so far; `note`
 * is what there is to say about the log itself. A page that nobody sees lets its stream go, because a browser has few
 * connections to one host, and takes it up where it was.
 */
export function useSessionLog(url: string) {
  const t = useTranslations("common.log");
  const kinds = useTranslations("common.logLine");
  const [lines, setLines] = useState<Numbered[]>([]);
  const [usage, setUsage] = useState<SessionUsage | null>(null);
  const [note, setNote] = useState<string | null>(null);
  const [skipped, setSkipped] = useState<{ from: number; to: number } | null>(null);
  const [connection, setConnection] = useState<LogConnection>("connecting");

  useEffect(() => {
    let source: EventSource | undefined;
    let waiting: Numbered[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = 0;
    let over = false;
    let retry: ReturnType<typeof setTimeout> | undefined;
    // A thousand kept lines come at once: they are drawn in few steps.
    const flush = () => {
      timer = undefined;
      const batch = waiting;
      waiting = [];
      setLines((before) => before.concat(batch));
    };
    const onLine = (event: MessageEvent<string>) => {
      const id = Number(event.lastEventId);
      if (id <= last) return;
      last = id;
      const line = JSON.parse(event.data) as Line;
      if (line.type === "usage" && line.total) setUsage(line.total as SessionUsage);
      waiting.push({ id, line });
      timer ??= setTimeout(flush, 40);
      setNote(null);
    };
    const open = () => {
      const stream = new EventSource(last ? `${url}?${new URLSearchParams({ after: String(last) })}` : url);
      source = stream;
      stream.addEventListener("line", onLine);
      stream.addEventListener("skipped", (event) =>
        setSkipped(JSON.parse(event.data) as { from: number; to: number }),
      );
      stream.addEventListener("note", (event) => setNote((JSON.parse(event.data) as { text: string }).text));
      stream.addEventListener("end", (event) => {
        if ((JSON.parse(event.data) as { logState: string }).logState === "lost") setNote("lost");
        setConnection("ended");
        over = true;
        stream.close();
      });
      stream.onopen = () => setConnection("live");
      stream.onerror = () => {
        setConnection("lost");
        if (stream.readyState === EventSource.CLOSED) void again(stream); // else the browser tries again by itself
      };
    };
    const again = async (stream: EventSource) => {
      const answer = await askStream(url);
      if (over || stream !== source) return;
      if (answer === "refused") setConnection("gone");
      else retry = setTimeout(seen, PAUSE);
    };
    const seen = () => {
      if (over) return;
      clearTimeout(retry);
      source?.close();
      if (document.visibilityState === "visible") open();
    };
    seen();
    document.addEventListener("visibilitychange", seen);
    return () => {
      document.removeEventListener("visibilitychange", seen);
      over = true;
      clearTimeout(timer);
      clearTimeout(retry);
      source?.close();
    };
  }, [url]);

  const shown = useMemo(() => lines.flatMap((numbered) => draw(numbered, t, kinds) ?? []), [lines, t, kinds]);
  return {
    lines: shown,
    usage,
    note:
      note && t.has(note)
        ? t(note)
        : skipped && t("skipped", { ...skipped, count: skipped.to - skipped.from + 1 }),
    connection,
  };
}

type Words = ReturnType<typeof useTranslations<never>>;
const tones: Record<string, LogLine["tone"]> = { warn: "warn", error: "bad", info: "dim" };

/** One line for people; null for one that holds nothing to read. */
function draw({ id, line }: Numbered, t: Words, kinds: Words): LogLine | null {
  const text = (key: string) => (typeof line[key] === "string" ? (line[key] as string) : "");
  const number = (key: string) => Number(line[key] ?? 0);
  const base = {
    id,
    time: line.time || 0,
    kind: kinds.has(line.type) ? kinds(line.type) : line.type,
  };
  switch (line.type) {
    case "message":
      return text("text").trim() === "" ? null : { ...base, text: text("text").trimEnd() };
    case "usage":
      return {
        ...base,
        tone: "dim",
        text: t("usage", {
          model: text("model"),
          input: formatNumber(number("inputTokens")),
          output: formatNumber(number("outputTokens")),
          requests: number("requests"),
        }),
      };
    case "tool":
      return {
        ...base,
        tone: "accent",
        text: t("tool", { name: text("name"), text: text("text") }),
      };
    case "question":
      return { ...base, tone: "accent", text: text("text") };
    case "artifact":
      return {
        ...base,
        tone: "accent",
        text: t("artifact", {
          name: text("name"),
          mediaType: text("mediaType"),
          bytes: formatNumber(number("bytes")),
        }),
      };
    case "result":
      return {
        ...base,
        break: true,
        tone: number("exitCode") === 0 ? "plain" : "bad",
        text: t("result", {
          reason: text("reason"),
          exitCode: number("exitCode"),
          duration: formatDuration(number("durationMs")),
        }),
      };
    default:
      return { ...base, tone: tones[text("level")] ?? "plain", text: text("text") };
  }
}
