import { describe, expect, test } from "vitest";
import { failureOfResponse, retryAfter } from "./failure.ts";

const judge = (status: number, error: object, headers: Record<string, string> = {}) => {
  const failure = failureOfResponse(
    "Anthropic",
    "m-1",
    status,
    new Headers(headers),
    JSON.stringify({ error }),
  );
  return { ...failure.end.ending, retriable: failure.retriable };
};

describe("failureOfResponse", () => {
  test.each([
    [401, { type: "authentication_error", message: "invalid x-api-key" }, 3, "credential_refused", false],
    [403, { type: "permission_error", message: "no" }, 3, "credential_refused", false],
    [404, { type: "not_found_error", message: "model: m-1" }, 1, "model_not_found", false],
    [404, { code: "model_not_found", message: "" }, 1, "model_not_found", false],
    [404, { type: "not_found_error", message: "Not found" }, 1, "provider_rejected", false],
    [400, { message: "Your credit balance is too low" }, 1, "provider_no_credit", false],
    [429, { code: "insufficient_quota", message: "" }, 1, "provider_no_credit", false],
    [429, { type: "rate_limit_error", message: "" }, 1, "provider_rate_limited", true],
    [500, { type: "api_error", message: "" }, 1, "provider_error", true],
    [503, { type: "server_error", message: "" }, 1, "provider_overloaded", true],
    [529, { type: "overloaded_error", message: "" }, 1, "provider_overloaded", true],
    [302, {}, 1, "provider_rejected", false],
  ])("%i %o exits %i with %s, tried again: %s", (status, error, exitCode, reason, retriable) => {
    expect(judge(status, error)).toMatchObject({ exitCode, reason, retriable });
  });

  test("the provider's own words stand in the summary", () => {
    const { summary } = judge(401, { message: "invalid x-api-key" });
    expect(summary).toBe(
      "Anthropic does not know this key. Replace the project's credential. It said: invalid x-api-key",
    );
  });

  test("the provider's words are left whole, for the mask to see all of them", () => {
    expect(judge(400, { message: "x".repeat(5000) }).summary).toContain("x".repeat(5000));
  });

  test("a body that is not the provider's leaves a plain sentence", () => {
    const failure = failureOfResponse("OpenAI", "m", 502, new Headers(), "<html>Bad gateway</html>");
    expect(failure.end.ending.summary).toBe("OpenAI answers 502.");
  });
});

describe("retryAfter", () => {
  const now = Date.parse("2026-11-22T00:00:00Z");
  test.each([
    [{ "retry-after": "2" }, 2000],
    [{ "retry-after": "0.5" }, 500],
    [{ "retry-after-ms": "250", "retry-after": "9" }, 250],
    [{ "retry-after": "Sun, 22 Nov 2026 00:00:05 GMT" }, 5000],
    [{ "retry-after": "Sat, 21 Nov 2026 00:00:00 GMT" }, 0],
    [{ "retry-after": "soon" }, undefined],
    [{}, undefined],
  ])("%o means %s ms", (headers, expected) => {
    expect(retryAfter(new Headers(headers as Record<string, string>), now)).toBe(expected);
  });
});
