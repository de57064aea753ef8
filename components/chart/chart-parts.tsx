import { cx } from "../cx.ts";
import { formatCompact, formatDuration, formatMoney, formatNumber } from "../ui/format.ts";

/** One column: what it stands for, shortly for the axis, and a value a series. */
export type ChartPoint = { label: string; short?: string; values: number[] };
/** Values are counts, whole cents, or milliseconds. */
export type ChartUnit = "count" | "money" | "duration";

/** Series keep their colour on every page. */
export const colours = ["bg-c-1", "bg-c-2", "bg-c-3", "bg-c-4", "bg-c-5"];
/** How a value is written in full. */
export const write: Record<ChartUnit, (value: number) => string> = {
  count: formatNumber,
  money: formatMoney,
  duration: formatDuration,
};
/** How it is written on the axis. */
export const writeShort: Record<ChartUnit, (value: number) => string> = { ...write, count: formatCompact };

/** The total of some values. */
export function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** One column in words. */
export function sentence(point: ChartPoint, series: string[], unit: ChartUnit, all: string): string {
  const each = point.values.map((value, n) => `${series[n]} ${write[unit](value)}`).join(", ");
  return `${point.label}: ${each}${series.length > 1 ? `, ${all} ${write[unit](sum(point.values))}` : ""}`;
}

/** The colour of a series beside its name. */
export function Swatch({ at }: { at: number }) {
  return <span className={cx("keeps-colour h-3 w-2 flex-none", colours[at % colours.length])} />;
}
