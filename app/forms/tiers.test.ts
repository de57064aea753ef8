import { describe, expect, test } from "vitest";
import { tierChoices } from "./tiers.ts";

describe("the tiers a project may choose from", () => {
  test.each([
    ["small", ["small"]],
    ["standard", ["small", "standard"]],
    ["large", ["small", "standard", "large"]],
  ])("an organization of tier %s is offered all, and allowed none above its own", (own, allowed) => {
    const choices = tierChoices(own);
    expect(choices.map(({ id }) => id)).toEqual(["small", "standard", "large"]);
    expect(choices.filter((tier) => tier.allowed).map(({ id }) => id)).toEqual(allowed);
  });

  test("amounts read as people write them", () => {
    for (const { quota } of tierChoices("large")) {
      expect(quota.cpu).toMatch(/^[\d,]+$/);
      expect(quota.memory).toMatch(/^[\d,]+ GiB$/);
      expect(quota.gpu).toMatch(/^[\d,]+$/);
      expect(quota.kept).toMatch(/^\d{1,3}(,\d{3})*$/);
    }
  });
});
