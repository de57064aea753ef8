import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  sameQuantity,
} from "./quantity.ts";

const suffix = fc.constantFrom(
  "n",
  "u",
  "m",
  "",
  "k",
  "M",
  "G",
  "T",
  "P",
  "E",
  "Ki",
  "Mi",
  "Gi",
  "Ti",
  "Pi",
  "Ei",
  "e3",
  "E-2",
);
const sign = fc.constantFrom("", "-", "+");
const quantity = fc
  .tuple(sign, fc.nat(999_999), fc.option(fc.nat(999)), suffix)
  .map(([s, whole, fraction, unit]) => `${s}${whole}${fraction === null ? "" : `.${fraction}`}${unit}`);

describe("quantities", () => {
  test.each([
    ["1000m", "1"],
    ["0.5", "500m"],
    ["8192Mi", "8Gi"],
    ["1024", "1024"],
    ["1000", "1k"],
    ["1Ki", "1Ki"],
    ["1023Ki", "1023Ki"],
    ["0.5Gi", "512Mi"],
    ["1.5Ki", "1536"],
    ["100e6", "100e6"],
    ["1e3", "1e3"],
    ["12e2", "1200"],
    ["0Gi", "0"],
    ["-1500m", "-1500m"],
    ["1.0000000001", "1000000001n"],
    ["16Ei", "16Ei"],
  ])("%s is written as the API server writes it: %s", (text, canonical) => {
    expect(canonicalQuantity(text)).toBe(canonical);
  });

  test.each(["", ".", "1.2.3", "1 Gi", "Gi", "1GiB", "0x10", "1e", "NaN", "1ki"])("%j is refused", (text) => {
    expect(() => parseQuantity(text)).toThrow(RangeError);
  });

  test("the canonical form is the same amount and canonical itself", () => {
    fc.assert(
      fc.property(quantity, (text) => {
        const canonical = canonicalQuantity(text);
        expect(sameQuantity(canonical, text)).toBe(true);
        expect(canonicalQuantity(canonical)).toBe(canonical);
      }),
    );
  });

  test("comparison is a total order that agrees with the exact values", () => {
    fc.assert(
      fc.property(quantity, quantity, (a, b) => {
        const [x, y] = [parseQuantity(a).nano, parseQuantity(b).nano];
        expect(compareQuantities(a, b)).toBe(x < y ? -1 : x > y ? 1 : 0);
        expect(compareQuantities(a, b) + compareQuantities(b, a)).toBe(0);
      }),
    );
  });

  test("a sum is exact and does not depend on order", () => {
    fc.assert(
      fc.property(fc.array(quantity, { minLength: 1, maxLength: 6 }), (all) => {
        const [first, ...rest] = all as [string, ...string[]];
        const sum = all.reduce((total, text) => total + parseQuantity(text).nano, 0n);
        expect(parseQuantity(addQuantities(first, ...rest)).nano).toBe(sum);
        expect(
          sameQuantity(addQuantities(first, ...rest), addQuantities(all.at(-1)!, ...all.slice(0, -1))),
        ).toBe(true);
      }),
    );
  });

  test("formatting any amount reads back as that amount", () => {
    const format = fc.constantFrom("decimal", "binary", "exponent") as fc.Arbitrary<"decimal">;
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 24n), max: 10n ** 24n }), format, (nano, how) => {
        expect(parseQuantity(formatQuantity({ nano, format: how })).nano).toBe(nano);
      }),
    );
  });
});
