"use client";

import { useEffect, useState } from "react";
import { cx } from "../cx.ts";
import {
  formatClock,
  formatDate,
  formatDay,
  formatElapsed,
  formatExact,
  formatRelative,
  formatTurn,
  type Moment,
} from "./format.ts";
import { Tooltip } from "./tooltip.tsx";

const written = {
  relative: (at: Moment, now: number) => formatRelative(at, now),
  exact: formatExact,
  date: formatDate,
  day: formatDay,
  clock: formatClock,
  turn: formatTurn,
};

/** The present, ticking: every second while fresh, then every half minute. */
function useNow(active: boolean, from: Moment): number {
  const [now, setNow] = useState(() => Date.now());
  const fresh = now - +new Date(from) < 90_000;
  useEffect(() => {
    if (!active) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), fresh ? 1000 : 30_000);
    return () => clearInterval(timer);
  }, [active, fresh]);
  return now;
}

/**
 * A moment. `as` is relative (`34 min ago`, the default), exact, date, day, clock or turn; the exact one shows
 * on hover and focus.
 */
export function Time({
  at,
  as = "relative",
  className,
}: {
  at: Moment;
  as?: keyof typeof written;
  className?: string;
}) {
  const now = useNow(as === "relative", at);
  const iso = new Date(at).toISOString();
  // The server's "now" and the browser's differ by the journey; the browser's wins.
  const time = (
    <time
      dateTime={iso}
      suppressHydrationWarning
      tabIndex={as === "exact" ? undefined : 0}
      className={cx("num whitespace-nowrap", className)}
    >
      {written[as](at, now)}
    </time>
  );
  return as === "exact" ? time : <Tooltip text={formatExact(at)}>{time}</Tooltip>;
}

/** How long something has been going on (counts up), or took when `until` is given. */
export function Elapsed({
  since,
  until,
  className,
}: {
  since: Moment;
  until?: Moment | null;
  className?: string;
}) {
  const [now, setNow] = useState(() => Date.now());
  const running = until == null;
  useEffect(() => {
    if (!running) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [running]);
  const milliseconds = +new Date(until ?? now) - +new Date(since);
  return (
    <span suppressHydrationWarning className={cx("num whitespace-nowrap", className)}>
      {formatElapsed(milliseconds)}
    </span>
  );
}
