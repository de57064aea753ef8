import { expect, test } from "vitest";
import { matching } from "./palette-match.ts";

const groups = [
  {
    title: "Go to",
    items: [
      { id: "1", label: "Open orders", detail: "Shop", href: "/1" },
      { id: "2", label: "Settings", keywords: "preferences", href: "/2" },
    ],
  },
  { title: "Do", items: [{ id: "3", label: "New order", href: "/3" }] },
];
const found = (query: string) =>
  matching(groups, query).flatMap((group) => group.items.map((item) => item.id));

test("every word typed must be somewhere in the item, in any order and case", () => {
  expect(found("ORDER")).toEqual(["1", "3"]);
  expect(found("shop open")).toEqual(["1"]);
  expect(found("prefer")).toEqual(["2"]);
  expect(found("shop new")).toEqual([]);
});

test("nothing typed shows everything, and empty groups go", () => {
  expect(found("  ")).toEqual(["1", "2", "3"]);
  expect(matching(groups, "settings").map((group) => group.title)).toEqual(["Go to"]);
});
