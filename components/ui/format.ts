/** How numbers, sizes, money, lengths of time and dates are written everywhere. Pure; dates are in UTC. */

const grouped = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** A moment: a Date, an ISO string, or milliseconds since 1970. */
export type Moment = Date | string | number;

/** What stands where there is no value. */
export const DASH = "–";

/** `18,412,300`; up to `decimals` places, without trailing zeros. */
export function formatNumber(value: number | bigint, decimals = 0): string {
  if (decimals === 0) return grouped.format(value);
  return new Intl.NumberFormat("en-US", { maximumFractionDigits: decimals }).format(value);
}

/** `1.2 M`, `18.4 k`: for axes and tight places. Whole numbers under 1,000 stay whole. */
export function formatCompact(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `${formatNumber(value / 1e9, 1)} G`;
  if (size >= 1e6) return `${formatNumber(value / 1e6, 1)} M`;
  if (size >= 1e3) return `${formatNumber(value / 1e3, 1)} k`;
  return formatNumber(value, size < 10 ? 1 : 0);
}

/** `92 %` from a share of 0 to 1. Never rounds up to 100 %, nor down to 0 % while something is there. */
export function formatPercent(share: number): string {
  const percent = Math.round(share * 100);
  if (percent >= 100 && share < 1) return "99 %";
  if (percent <= 0 && share > 0) return "1 %";
  return `${percent} %`;
}

/** `$0.0125` from ten-thousandths of a dollar: for what is often less than a cent. */
export const formatCost = (parts: number): string =>
  `$${(parts / 10_000).toLocaleString("en-US", { minimumFractionDigits: 4, maximumFractionDigits: 4 })}`;

/** The same from dollars. */
export const formatDollars = (amount: number): string => formatCost(Math.round(amount * 10_000));

/** `16 GiB` from bytes; binary units, one decimal below ten. */
export function formatBytes(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  let value = bytes;
  let unit = 0;
  while (Math.abs(value) >= 1024 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  return `${formatNumber(value, unit > 0 && Math.abs(value) < 10 ? 1 : 0)} ${units[unit]}`;
}

/** How long something took, from milliseconds: `38 ms`, `0.4 s`, `22 s`, `4 min 12 s`, `2 h 5 min`, `11 d 9 h`. */
export function formatDuration(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  if (ms < 100) return `${Math.round(ms)} ms`;
  if (ms < 10 * SECOND) return `${formatNumber(Math.min(9.9, ms / SECOND), 1)} s`;
  if (ms < MINUTE) return `${Math.floor(ms / SECOND)} s`;
  return pair(ms);
}

/** The same in whole seconds, for numbers that count up on the screen: `3 s`, `4 min 12 s`. */
export function formatElapsed(milliseconds: number): string {
  const ms = Math.max(0, milliseconds);
  return ms < MINUTE ? `${Math.floor(ms / SECOND)} s` : pair(ms);
}

/** The two largest units that are not zero. */
function pair(ms: number): string {
  const parts: [number, string][] = [
    [Math.floor(ms / DAY), "d"],
    [Math.floor((ms % DAY) / HOUR), "h"],
    [Math.floor((ms % HOUR) / MINUTE), "min"],
    [Math.floor((ms % MINUTE) / SECOND), "s"],
  ];
  const from = parts.findIndex(([count]) => count > 0);
  return parts
    .slice(from, from + 2)
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(" ");
}

/** `34 min ago`, `in 6 d`, `now`; one unit, rounded down. */
export function formatRelative(moment: Moment, now: Moment): string {
  const difference = +new Date(moment) - +new Date(now);
  const size = Math.abs(difference);
  if (size < 2 * SECOND) return "now";
  const text =
    size < MINUTE
      ? `${Math.floor(size / SECOND)} s`
      : size < HOUR
        ? `${Math.floor(size / MINUTE)} min`
        : size < DAY
          ? `${Math.floor(size / HOUR)} h`
          : `${Math.floor(size / DAY)} d`;
  return difference < 0 ? `${text} ago` : `in ${text}`;
}

/** `19 Nov 2026 14:32:08 UTC`. */
export function formatExact(moment: Moment): string {
  return `${formatDate(moment)} ${formatClock(moment)} UTC`;
}

/** `19 Nov 2026`. */
export function formatDate(moment: Moment): string {
  return `${formatDay(moment)} ${new Date(moment).getUTCFullYear()}`;
}

/** `Nov 2026`, of a moment or of a month as `2026-11`. */
export function formatMonth(moment: Moment): string {
  const date = new Date(moment);
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `19 Nov`. */
export function formatDay(moment: Moment): string {
  const date = new Date(moment);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

/** `1 Dec 00:00 UTC`: a moment at which something turns. */
export function formatTurn(moment: Moment): string {
  return `${formatDay(moment)} ${formatClock(moment).slice(0, 5)} UTC`;
}

/** `14:32:08`. */
export function formatClock(moment: Moment): string {
  return new Date(moment).toISOString().slice(11, 19);
}
