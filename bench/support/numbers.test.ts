import { describe, expect, it } from "vitest";
import { median, ms, p95, quantile, ratio } from "./numbers.ts";

describe("quantile", () => {
  it("is the nearest rank, whatever the order", () => {
    expect(median([5, 1, 3])).toBe(3);
    expect(median([4, 1, 3, 2])).toBe(2);
    expect(p95(Array.from({ length: 100 }, (_, i) => 100 - i))).toBe(95);
    expect(quantile([7], 0.01)).toBe(7);
  });

  it("of nothing is an error", () => {
    expect(() => median([])).toThrow("nothing");
  });
});

describe("words for numbers", () => {
  it("turns to seconds at one second", () => {
    expect([ms(12.4), ms(999), ms(1234)]).toEqual(["12 ms", "999 ms", "1.23 s"]);
    expect(ratio(1.256)).toBe("1.26 ×");
  });
});
