import { expect, test } from "vitest";
import { labelsOf, linesOf } from "./labels.ts";

test("labels are written as lines and read back", () => {
  const labels = { team: "claims", "cost.center": "12", empty: "" };
  expect(linesOf(labels)).toBe("cost.center=12\nempty=\nteam=claims");
  expect(labelsOf(linesOf(labels))).toEqual(labels);
});

test("spaces and empty lines say nothing; a second sign belongs to the value", () => {
  expect(labelsOf(" a = b \n\n c=d=e\n bare")).toEqual({ a: "b", c: "d=e", bare: "" });
});
