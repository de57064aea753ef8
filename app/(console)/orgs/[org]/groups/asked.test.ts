import { expect, test } from "vitest";
import { readAsked } from "./asked.ts";

const issuer = "https://issuer.example";
const project = "01980000-0000-7000-8000-000000000000";

test("nothing asked is nothing to look at", () => {
  expect(readAsked({})).toEqual({ mapping: null, problem: null });
});

test.each([
  [
    { issuer, group: "staff", role: "member" },
    { at: "organization", issuer, groupName: "staff", role: "member" },
  ],
  [
    { issuer, group: " staff ", role: "viewer", project },
    { at: "project", issuer, groupName: "staff", role: "viewer", projectId: project },
  ],
])("%j is a mapping", (asked, mapping) => {
  expect(readAsked(asked)).toEqual({ mapping, problem: null });
});

test.each([
  [{ issuer, group: "", role: "member" }, "groupName", "required"],
  [{ issuer, group: "staff", role: "owner" }, "role", "role_form"],
  [{ issuer, group: "staff", role: "editor" }, "role", "role_form"],
  [{ issuer: "nonsense", group: "staff", role: "member" }, "issuer", "url_form"],
  [{ issuer, group: "staff", role: "viewer", project: "nonsense" }, "projectId", "not_found"],
])("%j is wrong at %s", (asked, field, reason) => {
  expect(readAsked(asked)).toEqual({ mapping: null, problem: { field, reason } });
});
