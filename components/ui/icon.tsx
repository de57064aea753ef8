import type { ReactNode } from "react";
import { cx } from "../cx.ts";

const line = {
  fill: "none",
  stroke: "currentColor",
  strokeWidth: 1.35,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

/** Drawn on a 16 px grid with a 1.35 px line. */
const drawings = {
  tick: <path d="M4 8.4l2.7 2.7L12 5.3" {...line} strokeWidth={1.5} />,
  search: (
    <g {...line}>
      <circle cx="7" cy="7" r="4.25" />
      <path d="M10.2 10.2l3.3 3.3" />
    </g>
  ),
  copy: (
    <g {...line}>
      <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
      <path d="M10.5 3a.5.5 0 0 0-.5-.5H3a.5.5 0 0 0-.5.5v7a.5.5 0 0 0 .5.5" />
    </g>
  ),
  caret: <path d="M4.5 6.5L8 10l3.5-3.5" {...line} />,
  "caret-up": <path d="M4.5 9.5L8 6l3.5 3.5" {...line} />,
  next: <path d="M6.25 4.5L9.75 8l-3.5 3.5" {...line} />,
  prev: <path d="M9.75 4.5L6.25 8l3.5 3.5" {...line} />,
  pick: <path d="M5.2 6.3L8 3.5l2.8 2.8M5.2 9.7L8 12.5l2.8-2.8" {...line} />,
  more: (
    <g fill="currentColor">
      <circle cx="3.5" cy="8" r="1.1" />
      <circle cx="8" cy="8" r="1.1" />
      <circle cx="12.5" cy="8" r="1.1" />
    </g>
  ),
  plus: <path d="M8 3.5v9M3.5 8h9" {...line} />,
  x: <path d="M4 4l8 8M12 4l-8 8" {...line} />,
  out: <path d="M6 3.5h6.5V10M12.3 3.7L4 12" {...line} />,
  menu: <path d="M2.5 5h11M2.5 11h11" {...line} />,
  halt: <rect x="4" y="4" width="8" height="8" rx="1" fill="currentColor" />,
  redo: <path d="M12.8 6.2A5.2 5.2 0 1 0 13.2 9M13.2 2.8v3.6H9.6" {...line} />,
  down: <path d="M8 2.5v8M4.7 7.4L8 10.6l3.3-3.2M3 13.5h10" {...line} />,
  sun: (
    <g {...line}>
      <circle cx="8" cy="8" r="2.75" />
      <path d="M8 1.75v1.5M8 12.75v1.5M1.75 8h1.5M12.75 8h1.5M3.6 3.6l1 1M11.4 11.4l1 1M12.4 3.6l-1 1M4.6 11.4l-1 1" />
    </g>
  ),
  moon: <path d="M13 9.6A5.5 5.5 0 0 1 6.4 3a5.5 5.5 0 1 0 6.6 6.6z" {...line} />,
  screen: (
    <g {...line}>
      <rect x="2" y="3" width="12" height="8" rx="1" />
      <path d="M6 13.5h4" />
    </g>
  ),
} satisfies Record<string, ReactNode>;

/** Pixels at the usual root size. */
export type GlyphSize = 12 | 14 | 16;
export const glyphSizes: Record<GlyphSize, string> = { 12: "size-3", 14: "size-3.5", 16: "size-4" };

export type IconName = keyof typeof drawings;

/** A small drawing beside a word; hidden from assistive technology, so the word must be there. */
export function Icon({
  name,
  size = 16,
  className,
}: {
  name: IconName;
  size?: GlyphSize;
  className?: string;
}) {
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
      className={cx("inline-block flex-none", glyphSizes[size], className)}
    >
      {drawings[name]}
    </svg>
  );
}
