import { expect, test } from "vitest";
import { safeNext } from "./next.ts";

const own = "https://portico.example";

test.each([
  ["/orgs/acme?x=1", "/orgs/acme?x=1"],
  ["/welcome", "/welcome"],
  ["/", "/"],
])("%s is where one goes on to", (asked, expected) => {
  expect(safeNext(asked, own)).toBe(expected);
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "https://evil.example",
  "javascript:alert(1)",
  "orgs/acme",
  "/.//evil.example",
  "/sign-in",
  "/sign-in/problem?code=denied",
  "/api/auth/signout",
  "",
  undefined,
  ["/a", "/b"],
])("%s leads to the start and nowhere else", (asked) => {
  expect(safeNext(asked, own)).toBe("/");
});
