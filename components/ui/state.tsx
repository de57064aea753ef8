import type { ReactNode } from "react";
import { cx } from "../cx.ts";
import { type GlyphSize, glyphSizes } from "./icon.tsx";

const ring = <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="1.5" />;
// What is cut out of a filled shape is drawn in the ground's colour.
const cut = {
  className: "glyph-cut stroke-canvas",
  fill: "none",
  strokeWidth: 1.6,
  strokeLinecap: "round",
  strokeLinejoin: "round",
} as const;

type Glyph = { colour: string; moves?: boolean; draw: ReactNode };

/** Each state has its own outline, so that it reads without colour. */
const glyphs = {
  queued: {
    colour: "text-idle-mark",
    draw: (
      <circle
        cx="8"
        cy="8"
        r="5.5"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeDasharray="1.73 1.73"
      />
    ),
  },
  starting: {
    colour: "text-accent-mark",
    moves: true,
    draw: (
      <path
        d="M8 2.5A5.5 5.5 0 1 1 2.5 8"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
    ),
  },
  running: {
    colour: "text-accent-mark",
    draw: (
      <>
        {ring}
        <circle cx="8" cy="8" r="2.5" fill="currentColor" />
      </>
    ),
  },
  done: {
    colour: "text-ok-mark",
    draw: (
      <>
        <circle cx="8" cy="8" r="6.25" fill="currentColor" />
        <path d="M5.2 8.3l1.9 1.9 3.7-4.2" {...cut} />
      </>
    ),
  },
  warn: {
    colour: "text-warn-mark",
    draw: (
      <>
        <path
          d="M8 1.9a.9.9 0 0 1 .8.45l5.5 9.9a.9.9 0 0 1-.8 1.35h-11a.9.9 0 0 1-.8-1.35l5.5-9.9A.9.9 0 0 1 8 1.9z"
          fill="currentColor"
        />
        <path d="M8 6.2v3M8 11.35v.05" {...cut} />
      </>
    ),
  },
  failed: {
    colour: "text-bad-mark",
    draw: (
      <>
        <path d="M5.4 1.75h5.2l3.65 3.65v5.2l-3.65 3.65H5.4l-3.65-3.65V5.4z" fill="currentColor" />
        <path d="M5.9 5.9l4.2 4.2M10.1 5.9l-4.2 4.2" {...cut} />
      </>
    ),
  },
  waiting: {
    colour: "text-idle-mark",
    draw: (
      <>
        {ring}
        <path
          d="M8 5v3.2l1.9 1.2"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.35"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </>
    ),
  },
  ended: {
    colour: "text-idle-mark",
    draw: (
      <>
        {ring}
        <rect x="5.9" y="5.9" width="4.2" height="4.2" rx=".6" fill="currentColor" />
      </>
    ),
  },
  off: {
    colour: "text-idle-mark",
    draw: (
      <>
        {ring}
        <path
          d="M4.2 11.8l7.6-7.6"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeLinecap="round"
          fill="none"
        />
      </>
    ),
  },
} satisfies Record<string, Glyph>;

/** queued: not begun · starting · running: alive · done · warn: look soon · failed: somebody must act ·
 *  waiting: for a person · ended: by choice · off: switched off. */
export type StateKind = keyof typeof glyphs;

/** The glyph alone, where the word stands nearby; hidden from assistive technology. `plain` takes the colour
 *  of the text around it. */
export function StateGlyph({
  kind,
  size = 16,
  plain,
  className,
}: {
  kind: StateKind;
  size?: GlyphSize;
  plain?: boolean;
  className?: string;
}) {
  const { colour, moves, draw } = glyphs[kind] as Glyph;
  return (
    <svg
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
      data-state-kind={kind}
      className={cx(
        "inline-block flex-none",
        glyphSizes[size],
        !plain && colour,
        moves && "animate-turn",
        className,
      )}
    >
      {draw}
    </svg>
  );
}

/** A glyph and one word. The glyph alone carries the colour. `wrap` lets a longer text break. */
export function State({
  kind,
  children,
  small,
  wrap,
  className,
}: {
  kind: StateKind;
  children: ReactNode;
  small?: boolean;
  wrap?: boolean;
  className?: string;
}) {
  return (
    <span
      className={cx(
        "inline-flex align-top",
        small ? "gap-1.25" : "gap-1.75",
        wrap ? "items-start" : "items-center whitespace-nowrap",
        className,
      )}
    >
      <StateGlyph kind={kind} size={small ? 12 : 16} className={wrap ? "mt-0.5" : undefined} />
      <span className="min-w-0">{children}</span>
    </span>
  );
}
