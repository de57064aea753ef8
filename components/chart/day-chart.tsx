"use client";

import { type KeyboardEvent, type PointerEvent, useState } from "react";
import { cx } from "../cx.ts";
import { Cell, HeadCell, Row, Table, TableBody, TableHead } from "../table/table.tsx";
import { formatDay, formatNumber } from "../ui/format.ts";
import { axis } from "./axis.ts";

/** A day of UTC as `2026-11-22`, and how many there were. */
export type DayValue = { day: string; value: number };

export type DayChartWords = {
  /** Names the chart and its table. */
  label: string;
  day: string;
  value: string;
  asTable: string;
  asChart: string;
  /** How the arrow keys move, read out with the chart. */
  hint: string;
};

const WIDE = 100;
const HIGH = 40;

/**
 * One column a day, with what each stands for under the pointer or the arrow keys, and the same as a table. The scale ends at
 * a round number.
 */
export function DayChart({ days, words }: { days: readonly DayValue[]; words: DayChartWords }) {
  const [table, setTable] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  const { top, marks } = axis(Math.max(0, ...days.map(({ value }) => value)));
  const beat = WIDE / Math.max(1, days.length);
  const picked = at === null ? null : days[at];
  const move = (event: KeyboardEvent) => {
    const last = days.length - 1;
    const to = {
      ArrowLeft: Math.max(0, (at ?? days.length) - 1),
      ArrowRight: Math.min(last, (at ?? -1) + 1),
      Home: 0,
      End: last,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    setAt(to);
  };
  const point = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const to = Math.floor(((event.clientX - left) / width) * days.length);
    setAt(to >= 0 && to < days.length ? to : null);
  };
  return (
    <div className="grid gap-2">
      <div className="flex min-h-6 flex-wrap items-baseline justify-between gap-x-4 text-xs text-ink-2">
        <span role="status" className="num">
          {picked && !table && `${formatDay(picked.day)}: ${formatNumber(picked.value)} ${words.value}`}
        </span>
        <button type="button" className="link" onClick={() => setTable(!table)}>
          {table ? words.asChart : words.asTable}
        </button>
      </div>
      {table ? (
        <div className="max-h-80 overflow-y-auto">
          <Table caption={words.label} rows="dense" fold={false} plain>
            <TableHead>
              <HeadCell>{words.day}</HeadCell>
              <HeadCell num>{words.value}</HeadCell>
            </TableHead>
            <TableBody>
              {days.toReversed().map(({ day, value }) => (
                <Row key={day}>
                  <Cell className="num">{formatDay(day)}</Cell>
                  <Cell num>{formatNumber(value)}</Cell>
                </Row>
              ))}
            </TableBody>
          </Table>
        </div>
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset is no chart
        <div
          role="group"
          aria-label={`${words.label}. ${words.hint}`}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move through its days
          tabIndex={0}
          onKeyDown={move}
          onBlur={() => setAt(null)}
          className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2 text-xs text-ink-3"
        >
          <div aria-hidden="true" className="num relative h-40 w-10 text-right">
            {marks.map((mark) => (
              <span
                key={mark}
                className="absolute right-0 translate-y-1/2 leading-none"
                style={{ bottom: `${(mark / top) * 100}%` }}
              >
                {formatNumber(mark, 1)}
              </span>
            ))}
          </div>
          <svg
            aria-hidden="true"
            viewBox={`0 0 ${WIDE} ${HIGH}`}
            preserveAspectRatio="none"
            onPointerMove={point}
            onPointerLeave={() => setAt(null)}
            className="h-40 w-full overflow-visible"
          >
            {marks.map((mark) => (
              <line
                key={mark}
                x1={0}
                x2={WIDE}
                y1={HIGH - (mark / top) * HIGH}
                y2={HIGH - (mark / top) * HIGH}
                className={mark === 0 ? "stroke-line-2" : "stroke-line"}
                vectorEffect="non-scaling-stroke"
              />
            ))}
            {days.map(({ day, value }, index) => (
              <rect
                key={day}
                x={index * beat + beat * 0.2}
                width={beat * 0.6}
                y={HIGH - (value / top) * HIGH}
                height={(value / top) * HIGH}
                className={cx(index === at ? "fill-accent-mark" : "fill-c-1")}
              />
            ))}
          </svg>
          <div aria-hidden="true" className="num col-start-2 flex justify-between pt-1.5">
            {[days[0], days[Math.floor(days.length / 2)], days.at(-1)].map(
              (one) => one && <span key={one.day}>{formatDay(one.day)}</span>,
            )}
          </div>
        </div>
      )}
    </div>
  );
}
