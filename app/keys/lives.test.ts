import fc from "fast-check";
import { expect, test } from "vitest";
import { dateIn, daysUntil, firstLife, livesUpTo } from "./lives.ts";

test("no life is offered that is longer than the longest, which always is", () => {
  expect(livesUpTo(365)).toEqual([7, 30, 90, 365]);
  expect(livesUpTo(90)).toEqual([7, 30, 90]);
  expect(livesUpTo(1)).toEqual([1]);
  expect([365, 90, 31, 5].map(firstLife)).toEqual([90, 90, 31, 5]);
});

test("a day that is chosen is as many days away as it says, at any time of today", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 365 }), fc.integer({ min: 0, max: 4e12 }), (days, now) => {
      expect(daysUntil(dateIn(days, now), now)).toBe(days);
    }),
  );
  expect(daysUntil("")).toBeNaN();
});
