import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { dayIn, dayOf, endOfDay } from "#app/forms/day.ts";
import { lastEnd } from "#lib/domain/keys/rules.ts";
import { until } from "#lib/domain/members/schema.ts";
import { endOfLife, firstLife, isWithin, livesUpTo } from "./lives.ts";

/** From 2000 on clocks are set by an hour; in 1988 those of St. John's were by two. */
const since = Date.UTC(2000);

afterEach(() => vi.unstubAllEnvs());

test("no life is offered that is longer than the longest, which always is", () => {
  expect(livesUpTo(365)).toEqual([7, 30, 90, 365]);
  expect(livesUpTo(90)).toEqual([7, 30, 90]);
  expect(livesUpTo(1)).toEqual([1]);
  expect([365, 90, 31, 5].map(firstLife)).toEqual([90, 90, 31, 5]);
});

test("a day that is no instant is no end, and nothing breaks that reads it while it is typed", () => {
  expect(endOfDay("")).toBeNull();
  for (const day of ["12026-01-01", "2026-13-01"]) expect([endOfDay(day), endOfLife(day)]).toEqual(["", ""]);
  const refused = (ends: string | null) => until.safeParse(ends).error?.issues[0]?.message;
  expect([refused(endOfDay("12026-01-01")), refused(null)]).toEqual(["date_form", undefined]);
});

// An evening in which the day is another in each: clocks are set back on 1 Nov in St. John's, and forward on 14 Mar.
describe.each([
  ["UTC", "2026-10-20T22:15:00Z", 30, "2026-11-19T23:59:59.000Z", 145, "2027-03-14T23:59:59.000Z"],
  ["Asia/Kolkata", "2026-10-20T22:15:00Z", 30, "2026-11-20T18:29:59.000Z", 144, "2027-03-14T18:29:59.000Z"],
  [
    "America/St_Johns",
    "2026-10-20T22:15:00Z",
    30,
    "2026-11-20T03:29:59.000Z",
    145,
    "2027-03-15T02:29:59.000Z",
  ],
] as const)("in %s", (zone, from, days, end, more, later) => {
  test("a life ends with its last day there, also when clocks were set meanwhile", () => {
    vi.stubEnv("TZ", zone);
    const now = new Date(from);
    expect(endOfLife(days, now)).toBe(end);
    expect(endOfLife(more, now)).toBe(later);
    expect(endOfLife("2027-03-14", now)).toBe(later);
    expect(endOfLife("", now)).toBe("");
  });

  test("as many days as are allowed are accepted at any moment, and a day more is not within them", () => {
    vi.stubEnv("TZ", zone);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 365 }), fc.integer({ min: since, max: 4e12 }), (most, at) => {
        const now = new Date(at);
        const last = endOfLife(most, now);
        expect(Date.parse(last)).toBeLessThanOrEqual(lastEnd(now, most).getTime());
        expect(Date.parse(last)).toBeGreaterThan(at + (most - 1) * 86_400_000);
        expect(dayOf(last)).toBe(dayIn(most, now));
        expect(endOfDay(dayOf(last))).toBe(last);
        expect([isWithin(most, most, now), isWithin(dayIn(0, now), most, now)]).toEqual([true, true]);
        expect([isWithin(dayIn(most + 1, now), most, now), isWithin("", most, now)]).toEqual([false, false]);
      }),
    );
  });
});
