import { dayIn, endOfDay } from "#app/forms/day.ts";

const usual = [7, 30, 90];

/** How long a key is to live: so many days, or until a day; that day, and the last of those, to its end where the person is. */
export type Life = number | string;

/** The lives in days that are offered where one may be `most` days at most. */
export const livesUpTo = (most: number): number[] => [...usual.filter((days) => days < most), most];

/** The life that a form begins with: a quarter of a year, or the longest of those below. */
export const firstLife = (most: number): number => livesUpTo(most).findLast((days) => days <= 90) ?? most;

const lastDay = (life: Life, now?: Date): string => (typeof life === "number" ? dayIn(life, now) : life);

/** The moment at which such a life is over; empty for what is no day, which the server refuses. */
export const endOfLife = (life: Life, now?: Date): string => endOfDay(lastDay(life, now)) ?? "";

/** Whether a life is one of today to `most` days. */
export const isWithin = (life: Life, most: number, now?: Date): boolean => {
  const day = lastDay(life, now);
  return day >= dayIn(0, now) && day <= dayIn(most, now);
};
