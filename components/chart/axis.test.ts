import { expect, test } from "vitest";
import { axis } from "./axis.ts";

test("an axis holds the highest value in round parts", () => {
  expect(axis(2_018_500)).toEqual({ top: 2_500_000, marks: [0, 5e5, 1e6, 1.5e6, 2e6, 2.5e6] });
  expect(axis(7)).toEqual({ top: 8, marks: [0, 2, 4, 6, 8] });
  expect(axis(0.9)).toEqual({ top: 1, marks: [0, 0.2, 0.4, 0.6, 0.8, 1] });
});

test("what is counted has whole parts", () => {
  expect(axis(12).marks).toEqual([0, 5, 10, 15]);
  for (let most = 1; most < 2_000; most++) expect(axis(most).marks.every(Number.isInteger)).toBe(true);
});

test("a value that is itself round ends the axis", () => {
  expect(axis(100).top).toBe(100);
  expect(axis(5).marks).toEqual([0, 1, 2, 3, 4, 5]);
});

test("nothing to show still has an axis", () => {
  expect(axis(0)).toEqual({ top: 1, marks: [0, 1] });
});
