import { expect, test } from "vitest";
import { meterLevel } from "./meter-level.ts";

test("turns amber at exactly 80 % and red at exactly 100 %", () => {
  expect(meterLevel(79.9, 100).level).toBe("free");
  expect(meterLevel(80, 100).level).toBe("near");
  expect(meterLevel(99.99, 100).level).toBe("near");
  expect(meterLevel(100, 100).level).toBe("full");
});

test("never draws full what is not, nor beyond full what is", () => {
  expect(meterLevel(999_999, 1_000_000).percent).toBe(99.9);
  expect(meterLevel(2_000_000, 1_000_000).percent).toBe(100);
});

test("a limit of nothing is used up, and no limit never is", () => {
  expect(meterLevel(0, 0)).toEqual({ percent: 100, level: "full" });
  expect(meterLevel(1e12, null)).toEqual({ percent: 0, level: "free" });
});

test("a correction below nothing counts as nothing", () => {
  expect(meterLevel(-5, 10)).toEqual({ percent: 0, level: "free" });
});
