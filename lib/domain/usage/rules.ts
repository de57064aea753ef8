const dayMs = 86_400_000;

/** Days of UTC, both of them included. */
export type Range = { from: string; to: string };

/** A day of UTC as `2026-11-22`. */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

/** The days of a range, both ends included; none where it ends before it begins. */
export function daysOf({ from, to }: Range): string[] {
  const count = Math.round((Date.parse(to) - Date.parse(from)) / dayMs) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, n) => dayOf(new Date(Date.parse(from) + n * dayMs)));
}

/** What is asked for where less is said: the thirty days up to `to`, which is today. */
export function rangeOf(from?: string, to: string = dayOf(new Date())): Range {
  return { from: from ?? dayOf(new Date(Date.parse(to) - 29 * dayMs)), to };
}

/** The first day of the month of UTC that a time is in. */
export const monthOf = (time: Date): string => `${time.toISOString().slice(0, 7)}-01`;

/** When the month of UTC that a time is in is over: what is counted by the month begins anew. */
export const nextMonth = (time: Date): Date =>
  new Date(Date.UTC(time.getUTCFullYear(), time.getUTCMonth() + 1, 1));
