export const dayMs = 86_400_000;
const usual = [7, 30, 90];

/** The lives in days that are offered where one may be `most` days at most. */
export const livesUpTo = (most: number): number[] => [...usual.filter((days) => days < most), most];

/** The life that a form begins with: a quarter of a year, or the longest of those below. */
export const firstLife = (most: number): number => livesUpTo(most).findLast((days) => days <= 90) ?? most;

/** How many days from today (of UTC) a day such as `2026-12-01` is; NaN for what is no day. */
export const daysUntil = (date: string, now = Date.now()): number =>
  (Date.parse(date) - Math.floor(now / dayMs) * dayMs) / dayMs;

/** The day of UTC so many days from now, as a field for dates holds it. */
export const dateIn = (days: number, now = Date.now()): string =>
  new Date(now + days * dayMs).toISOString().slice(0, 10);
