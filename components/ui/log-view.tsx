"use client";

import { type ReactNode, useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";
import { cx } from "../cx.ts";
import { fill } from "../words.ts";
import { useWords } from "../words-provider.tsx";
import { Button } from "./button.tsx";
import { formatClock, formatNumber, type Moment } from "./format.ts";
import { Panel } from "./panel.tsx";

/** One line. `id` is unique and lasting; `break` draws a hairline above it. */
export type LogLine = {
  id: string | number;
  time: Moment;
  kind: string;
  text: string;
  tone?: "plain" | "dim" | "accent" | "warn" | "bad";
  break?: boolean;
};

const KEPT = 2000; // lines in the page; more would make scrolling slow, and nobody reads them there
const EDGE = 24; // px from the end that still count as the end

const kinds = {
  plain: "text-ink-3",
  dim: "text-ink-3",
  accent: "text-accent",
  warn: "text-warn",
  bad: "text-bad",
};

/** The list of lines: time, kind, text. Holds to the end while `following`. */
export function LogLines({
  lines,
  label,
  writing,
  following,
  onFollowing,
  className,
}: {
  lines: LogLine[];
  label: string;
  /** More is coming: a cursor stands after the last line. */
  writing?: boolean;
  following: boolean;
  onFollowing: (following: boolean) => void;
  className?: string;
}) {
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  const shown = useMemo(() => lines.slice(-KEPT), [lines]);
  const hidden = lines.length - shown.length;
  const last = shown.at(-1);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last line is what moves the view
  useLayoutEffect(() => {
    if (following && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [following, last?.id, last?.text, shown.length]);

  const moved = () => {
    const { scrollTop, scrollHeight, clientHeight } = box.current!;
    const atEnd = scrollHeight - scrollTop - clientHeight < EDGE;
    if (atEnd !== following) onFollowing(atEnd);
  };
  return (
    <div
      ref={box}
      role="log"
      aria-live="off"
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      onScroll={moved}
      className={cx(
        "overflow-auto bg-sunken py-2 font-mono text-xs leading-5 focus-visible:-outline-offset-2",
        className,
      )}
    >
      {hidden > 0 && (
        <p className="px-4 pb-1 text-ink-3">{fill(words.earlierLines, { count: formatNumber(hidden) })}</p>
      )}
      {shown.length === 0 && <p className="px-4 py-0.25 text-ink-3">{words.noLines}</p>}
      <ol>
        {shown.map((line, at) => (
          <li
            key={line.id}
            className={cx(
              "grid grid-cols-[5.75rem_4.75rem_minmax(0,1fr)] px-4 py-0.25 hover:bg-hover max-md:grid-cols-[4.75rem_minmax(0,1fr)]",
              line.break && at > 0 && "mt-1 border-t border-line pt-1.25",
            )}
          >
            <time dateTime={new Date(line.time).toISOString()} className="text-ink-3">
              {formatClock(line.time)}
            </time>
            <span className={cx("truncate", kinds[line.tone ?? "plain"])}>{line.kind}</span>
            <span
              className={cx(
                "wrap-anywhere whitespace-pre-wrap max-md:col-span-full max-md:pb-1",
                line.tone === "dim" && "text-ink-3",
                line.tone === "bad" && "text-bad",
                writing &&
                  at === shown.length - 1 &&
                  "after:inline-block after:h-3.5 after:w-1.75 after:animate-blink after:bg-accent-mark after:align-[-2px] after:content-['']",
              )}
            >
              {line.text}
            </span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/**
 * A log in its panel: how many lines, whether to follow while it is written, and a foot. Scrolling up stops following,
 * scrolling to the end (or `End`) goes on.
 */
export function LogView({
  lines,
  label,
  writing = false,
  footer,
  className = "h-[max(24rem,calc(100dvh-20.5rem))]",
}: {
  lines: LogLine[];
  label: string;
  writing?: boolean;
  footer?: ReactNode;
  /** Sets the height. */
  className?: string;
}) {
  const words = useWords();
  const [following, setFollowing] = useState(writing);
  useEffect(() => {
    if (writing) setFollowing(true);
  }, [writing]);
  return (
    <Panel
      flush
      label={label}
      title={label}
      footer={footer && <div className="flex flex-wrap gap-x-3 gap-y-1 text-xs text-ink-3">{footer}</div>}
      right={
        <>
          <span className="max-md:hidden">{fill(words.lines, { count: formatNumber(lines.length) })}</span>
          {writing && (
            <Button size="s" aria-pressed={following} onClick={() => setFollowing(!following)}>
              {following ? words.following : words.follow}
            </Button>
          )}
        </>
      }
    >
      <LogLines
        lines={lines}
        label={label}
        writing={writing}
        following={following}
        onFollowing={setFollowing}
        className={cx(!footer && "rounded-b-3", className)}
      />
    </Panel>
  );
}
