import { expect, test } from "vitest";
import { sortable } from "./logs.ts";

test("times sort as text, whatever their zone and number of digits", () => {
  const times = [
    "2026-11-22T01:00:00Z",
    "2026-11-22T01:00:00.1Z",
    "2026-11-22T01:00:00.123456789Z",
    "2026-11-22T02:00:01+01:00",
  ];
  expect(times.map(sortable)).toEqual([
    "2026-11-22T01:00:00.000000000",
    "2026-11-22T01:00:00.100000000",
    "2026-11-22T01:00:00.123456789",
    "2026-11-22T01:00:01.000000000",
  ]);
});
