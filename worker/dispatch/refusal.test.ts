import { expect, test } from "vitest";
import { KubeError } from "#lib/infra/kube/errors.ts";
import { isRefusal, refusalWords } from "./refusal.ts";

const error = (code: number, message = "words") => new KubeError(code, "", message);

test("only what cannot change by itself is a refusal", () => {
  expect([400, 403, 422].filter((code) => isRefusal(error(code)))).toEqual([400, 403, 422]);
  expect([0, 401, 404, 409, 429, 500, 503, 504].filter((code) => isRefusal(error(code)))).toEqual([]);
  expect(isRefusal(new Error("words"))).toBe(false);
  const uncounted =
    "s is forbidden: status unknown for quota: portico, resources: count/agenticsessions.portico.dev";
  expect(isRefusal(error(403, uncounted))).toBe(false);
});

test("a refusal is a sentence, with the API server's own words after it", () => {
  expect(refusalWords("project", error(422, "spec.namespace: Invalid value"))).toBe(
    "The cluster refused the project. The cluster said: spec.namespace: Invalid value",
  );
});

test("a quota that is used up is said in numbers", () => {
  const said = (what: string, used: string, hard: string) =>
    `x is forbidden: exceeded quota: portico, requested: ${what}=1, used: ${what}=${used}, limited: ${what}=${hard}`;
  expect(
    refusalWords("session", error(403, said("count/agenticsessions.portico.dev", "200", "200"))),
  ).toMatch(
    /^The project keeps 200 of the 200 sessions its quota allows, so another one does not fit\. The cluster said: x is/,
  );
  expect(refusalWords("session", error(403, said("pods", "9", "10")))).toMatch(
    /^The project's quota for pods is used up: 9 of 10\./,
  );
});

test("a namespace that is going says so", () => {
  const words = "s is forbidden: unable to create new content in namespace a because it is being terminated";
  expect(refusalWords("session", error(403, words))).toMatch(/^The project's namespace is being deleted/);
});
