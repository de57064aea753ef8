import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isNewer, Store } from "./store.ts";

const object = (namespace: string, name: string, color?: string) => ({
  metadata: { namespace, name },
  color,
});

describe("store", () => {
  test("an index always agrees with the objects, whatever was set and deleted", () => {
    const name = fc.constantFrom("a", "b", "c");
    const step = fc.record({
      namespace: name,
      name,
      color: fc.option(fc.constantFrom("red", "blue")),
      gone: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const store = new Store<ReturnType<typeof object>>({ color: (o) => o.color });
        const model = new Map<string, ReturnType<typeof object>>();
        for (const { namespace, name, color, gone } of steps) {
          const key = `${namespace}/${name}`;
          if (gone) {
            store.delete(key);
            model.delete(key);
          } else {
            const value = object(namespace, name, color ?? undefined);
            store.set(value);
            model.set(key, value);
          }
        }
        for (const color of ["red", "blue"]) {
          const expected = [...model.values()].filter((o) => o.color === color);
          expect(new Set(store.by("color", color))).toEqual(new Set(expected));
        }
        for (const namespace of ["a", "b", "c"]) {
          const expected = [...model.values()].filter((o) => o.metadata.namespace === namespace);
          expect(store.by("namespace", namespace)).toHaveLength(expected.length);
        }
        expect(store.size).toBe(model.size);
      }),
    );
  });

  test("resource versions are ordered as numbers of any length", () => {
    expect(isNewer("1000", "999")).toBe(true);
    expect(isNewer("999", "1000")).toBe(false);
    expect(isNewer("1000", "1000")).toBe(false);
    expect(isNewer("9007199254740993", "9007199254740992")).toBe(true);
  });
});
