import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bindingChanges, boxesOf, hiddenBy } from "./rules.ts";
import { bindingKey, bindingsInput } from "./schema.ts";

const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const box = fc.record({
  credentialId: fc.constantFrom(id(1), id(2), id(3)),
  projectId: fc.constantFrom(id(4), id(5), id(6)),
});

describe("changes of the matrix", () => {
  test("lead from what is ticked to what shall be, and name nothing that stays", () => {
    fc.assert(
      fc.property(fc.array(box), fc.array(box), (from, to) => {
        const [before, after] = [boxesOf(from), boxesOf(to)];
        const { bind, unbind } = bindingChanges(before, after);
        const end = new Set([...before, ...bind.map(bindingKey)]);
        for (const one of unbind) end.delete(bindingKey(one));
        expect(end).toEqual(after);
        for (const one of bind) expect(before.has(bindingKey(one))).toBe(false);
        for (const one of unbind) expect(before.has(bindingKey(one))).toBe(true);
      }),
    );
  });

  test("are at least one, and none goes both ways", () => {
    const one = { credentialId: id(1), projectId: id(4) };
    expect(bindingsInput.safeParse({ bind: [one] }).success).toBe(true);
    expect(bindingsInput.safeParse({}).success).toBe(false);
    expect(bindingsInput.safeParse({ bind: [one], unbind: [one] }).success).toBe(false);
  });
});

test("a project's own name comes first", () => {
  const shared = ["jira-api-token", "anthropic-api-key"].map((secretKey) => ({ secretKey }));
  expect(shared.filter(hiddenBy([{ secretKey: "jira-api-token" }]))).toEqual([
    { secretKey: "jira-api-token" },
  ]);
  expect(shared.filter(hiddenBy([]))).toEqual([]);
});
