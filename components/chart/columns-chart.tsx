"use client";

import { type KeyboardEvent, useId, useState } from "react";
import { cx } from "../cx.ts";
import { useWords } from "../words-provider.tsx";
import { axis } from "./axis.ts";
import {
  type ChartPoint,
  type ChartUnit,
  colours,
  Swatch,
  sentence,
  sum,
  write,
  writeShort,
} from "./chart-parts.tsx";
import { ChartTable } from "./chart-table.tsx";

/**
 * Stacked columns over time, with a table twin that holds the same numbers. Left and right arrows, Home and End walk
 * the columns; what stands under the mark is read out. `summary` says the gist to those who do not see it.
 */
export function ColumnsChart({
  title,
  summary,
  series,
  points,
  unit = "count",
  pointHead,
  height = 216,
}: {
  title: string;
  summary: string;
  series: string[];
  points: ChartPoint[];
  unit?: ChartUnit;
  /** Head of the table's first column, such as "Day". */
  pointHead: string;
  /** Of the columns' area, in px. */
  height?: number;
}) {
  const words = useWords();
  const [asTable, setAsTable] = useState(false);
  const [at, setAt] = useState<number | null>(null);
  const noteId = useId();
  const sums = points.map((point) => sum(point.values));
  const { top, marks } = axis(Math.max(...sums, 0));
  const marked = at === null ? undefined : points[at];

  const walk = (event: KeyboardEvent) => {
    const last = points.length - 1;
    const from = at ?? (event.key === "ArrowLeft" ? last + 1 : -1);
    const to = { ArrowLeft: from - 1, ArrowRight: from + 1, Home: 0, End: last }[event.key];
    if (event.key === "Escape") setAt(null);
    if (to === undefined) return;
    event.preventDefault();
    setAt(Math.min(last, Math.max(0, to)));
  };
  return (
    <figure className="relative">
      <figcaption className="mb-2 flex flex-wrap items-baseline gap-x-3">
        <h2>{title}</h2>
        <span className="num text-ink-3">{write[unit](sum(sums))}</span>
        <button type="button" className="link ml-auto" onClick={() => setAsTable(!asTable)}>
          {asTable ? words.viewChart : words.viewTable}
        </button>
      </figcaption>
      {asTable ? (
        <ChartTable title={title} series={series} points={points} unit={unit} pointHead={pointHead} />
      ) : (
        <>
          {/* biome-ignore lint/a11y/useSemanticElements: a group of graphics has no element */}
          <div
            role="group"
            aria-label={`${title}. ${summary}`}
            aria-describedby={noteId}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys walk the columns
            tabIndex={0}
            onKeyDown={walk}
            onBlur={() => setAt(null)}
            onPointerLeave={() => setAt(null)}
            className="keeps-colour relative mt-1 flex pt-3 pl-11"
          >
            <div aria-hidden="true" className="relative flex-1" style={{ height: height + 28 }}>
              {marks.map((mark) => (
                <span
                  key={mark}
                  className={cx("absolute inset-x-0 h-px", mark === 0 ? "bg-line-2" : "bg-line")}
                  style={{ top: height - (mark / top) * height }}
                >
                  <span className="num absolute right-full mr-2.5 -translate-y-1/2 text-xs whitespace-nowrap text-ink-3">
                    {writeShort[unit](mark)}
                  </span>
                </span>
              ))}
              <div className="absolute inset-0 flex">
                {points.map((point, column) => (
                  <div
                    key={point.label}
                    className={cx("relative flex-1", column === at && "bg-hover/60")}
                    onPointerEnter={() => setAt(column)}
                  >
                    <div
                      className="mx-auto flex w-[65%] flex-col-reverse justify-start gap-px"
                      style={{ height, maxWidth: 38 }}
                    >
                      {point.values.map((value, n) => (
                        <span
                          key={series[n]}
                          className={cx("block flex-none", colours[n % colours.length])}
                          style={{ height: value > 0 ? Math.max(1, (value / top) * height - 1) : 0 }}
                        />
                      ))}
                    </div>
                    <span
                      className={cx(
                        "num absolute inset-x-0 bottom-0 text-center text-xs whitespace-nowrap",
                        column === points.length - 1 ? "text-ink" : "text-ink-3",
                        column % 3 !== 0 && points.length > 10 && "max-md:hidden",
                      )}
                    >
                      {point.short ?? point.label}
                    </span>
                  </div>
                ))}
              </div>
            </div>
          </div>
          <p id={noteId} aria-live="polite" className="sr-only">
            {marked && sentence(marked, series, unit, words.all)}
          </p>
          {marked && at !== null && (
            <div
              aria-hidden="true"
              className="floats pointer-events-none absolute top-0 z-2 grid w-54 rounded-2 bg-raised px-3 py-2 text-xs leading-4.5 shadow-float max-md:hidden"
              style={
                at < points.length / 2
                  ? { left: `calc(2.75rem + (100% - 2.75rem) * ${(at + 1) / points.length} + 0.5rem)` }
                  : { right: `calc((100% - 2.75rem) * ${1 - at / points.length} + 0.5rem)` }
              }
            >
              <b className="font-mid">{marked.label}</b>
              {marked.values.map((value, n) => (
                <span key={series[n]} className="flex items-center gap-1.75">
                  <Swatch at={n} />
                  {series[n]}
                  <span className="num ml-auto">{write[unit](value)}</span>
                </span>
              ))}
              {series.length > 1 && (
                <span className="flex text-ink-2">
                  {words.all}
                  <span className="num ml-auto text-ink">{write[unit](sum(marked.values))}</span>
                </span>
              )}
            </div>
          )}
          <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs text-ink-2">
            {series.map((name, n) => (
              <li key={name} className="num flex items-center gap-1.75">
                <Swatch at={n} />
                {name}
                <span className="text-ink-3">
                  {write[unit](sum(points.map((point) => point.values[n] ?? 0)))}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </figure>
  );
}
