import { expect, test } from "vitest";
import { currentHref } from "./nav-current.ts";

const hrefs = ["/a", "/a/orders", "/a/orders/open"];

test("a page below a place marks that place, and the nearest one only", () => {
  expect(currentHref(hrefs, "/a/orders/17")).toBe("/a/orders");
  expect(currentHref(hrefs, "/a/orders/open/3")).toBe("/a/orders/open");
  expect(currentHref(hrefs, "/a")).toBe("/a");
});

test("a name that only begins alike is another place", () => {
  expect(currentHref(hrefs, "/a/orders-old")).toBe("/a");
  expect(currentHref(hrefs, "/b")).toBeUndefined();
});
