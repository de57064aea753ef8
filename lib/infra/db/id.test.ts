import fc from "fast-check";
import { expect, test } from "vitest";
import { newId, toBase32 } from "./id.ts";

test("ids are UUIDv7 and sort by the millisecond they were made in", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 47 }), fc.integer({ min: 1, max: 2 ** 46 }), (time, later) => {
      const [first, second] = [newId(time), newId(time + later)];
      expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(first < second).toBe(true);
      expect(toBase32(first) < toBase32(second)).toBe(true);
      expect(toBase32(first)).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/);
    }),
  );
});
