import fc from "fast-check";
import { expect, test } from "vitest";
import { columnHeights } from "./sparkline.tsx";

test("nothing is drawn as nothing, the highest fills the row, and no day that had something is invisible", () => {
  expect(columnHeights([0, 0, 0], 18)).toEqual([0, 0, 0]);
  expect(columnHeights([0, 1, 400], 18)).toEqual([0, 1, 18]);
  fc.assert(
    fc.property(fc.array(fc.nat(), { minLength: 1, maxLength: 30 }), (values) => {
      const heights = columnHeights(values, 18);
      expect(heights.map((height) => height > 0)).toEqual(values.map((value) => value > 0));
      expect(Math.max(...heights)).toBe(Math.max(...values) > 0 ? 18 : 0);
    }),
  );
});
