import { expect, test } from "vitest";
import { classifyFailure, type Failure } from "./failure.ts";

test.each<[string, unknown, Failure]>([
  [
    "somebody pressed Cancel at the provider",
    { error: new Error("access_denied (End-User aborted interaction)") },
    "denied",
  ],
  ["the clocks differ", { error: new Error("id_token issued in the future, now 1, iat 2") }, "clock"],
  ["the token had expired", { error: new Error("JWT expired, now 3, exp 1") }, "clock"],
  [
    "the callback address is not registered",
    { error: new Error("redirect_uri did not match any registered") },
    "callback",
  ],
  ["a scope is missing", new Error("missing_scope: the provider gave no email claim"), "scope"],
  [
    "nobody listens",
    Object.assign(new Error("connect ECONNREFUSED 127.0.0.1:1"), { code: "ECONNREFUSED" }),
    "unreachable",
  ],
  [
    "the provider is slow",
    { error: { name: "RPError", message: "outgoing request timed out after 5000ms" } },
    "unreachable",
  ],
  ["the cookie of the sign-in is gone", { error: new Error("State cookie was missing.") }, "interrupted"],
  [
    "Portico is not known there",
    { error: new Error("invalid_client (client authentication failed)") },
    "client",
  ],
  ["the account is suspended", "portico_suspended", "suspended"],
  ["something else happened", new Error("teapot"), "unknown"],
])("a sign-in that failed because %s is named", (_, error, failure) => {
  expect(classifyFailure(error)).toBe(failure);
});
