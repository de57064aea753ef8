import { expect, test } from "vitest";
import { stageDue } from "./stages.ts";

const now = new Date("2026-11-22T12:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

test("people are told of an end at each of its days, and when it has come, once each", () => {
  const stages = [30, 7, 1, 0] as const;
  const due = (days: number, expiryTold: number | null = null) =>
    stageDue(stages, { expiresAt: inDays(days), expiryTold }, now);
  expect([31, 30, 8, 7, 1.5, 1, 0.5, 0, -3].map((days) => due(days))).toEqual([
    null,
    30,
    30,
    7,
    7,
    1,
    1,
    0,
    0,
  ]);
  expect([due(6, 30), due(6, 7), due(6, 1), due(-1, 1), due(-1, 0)]).toEqual([7, null, null, 0, null]);
  expect(stageDue(stages, { expiresAt: null, expiryTold: null }, now)).toBeNull();
});

test.each([
  [30, 8, null, null],
  [30, 7, null, 7],
  [30, 2, 7, null],
  [30, 1, 7, 1],
  [30, 1, null, 1],
  [30, 0.5, 1, null],
  [30, 0, 7, null],
  [7, 6, null, null],
  [7, 1, null, 1],
  [1, 0.5, null, null],
] as const)(
  "what lives %d days, has %d left and was told of at %s, is told of at %s",
  (lives, left, told, due) => {
    const expiresAt = inDays(left);
    expect(stageDue([7, 1], { expiresAt, expiryTold: told, since: inDays(left - lives) }, now)).toBe(due);
  },
);
