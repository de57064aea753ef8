import { describe, expect, test } from "vitest";
import { limitHeaders, refusalHeaders } from "./rules.ts";
import { type LimitState, verifyInput } from "./schema.ts";

const state = (change: Partial<LimitState>): LimitState => ({
  name: "requestsPerMinute",
  limit: 60,
  used: 20,
  remaining: 40,
  resetsAt: "2026-11-22T10:31:00.000Z",
  ...change,
});
const now = new Date("2026-11-22T10:30:48.500Z");

describe("the headers of limits", () => {
  test("are of the one of which the smallest share is left", () => {
    const month = state({
      name: "tokensPerMonth",
      limit: 1_000_000,
      remaining: 400_000,
      resetsAt: "2026-12-01T00:00:00.000Z",
    });
    expect(limitHeaders([month, state({})], now)).toMatchObject({
      "ratelimit-limit": "1000000",
      "ratelimit-remaining": "400000",
      "ratelimit-policy": `1000000;w=${30 * 86_400}`,
    });
    expect(limitHeaders([month, state({ remaining: 1 })], now)).toEqual({
      "ratelimit-limit": "60",
      "ratelimit-remaining": "1",
      "ratelimit-reset": "12",
      "ratelimit-policy": "60;w=60",
    });
  });
  test("are of no cost; January's month is 31 days of December", () => {
    const resetsAt = "2027-01-01T00:00:00.000Z";
    const cost = state({ name: "costPerMonth", limit: 0.75, remaining: 0.7, resetsAt });
    expect(limitHeaders([cost], now)).toEqual({});
    expect(limitHeaders([cost, state({})], now)["ratelimit-limit"]).toBe("60");
    expect(refusalHeaders(cost, now)).toEqual({ "retry-after": "3418152" });
    const tokens = state({ name: "tokensPerMonth", resetsAt });
    expect(limitHeaders([tokens], now)["ratelimit-policy"]).toBe(`60;w=${31 * 86_400}`);
  });
  test("say when to come again only with a refusal, and never at once", () => {
    expect(limitHeaders([], now)).toEqual({});
    expect(limitHeaders([state({})], now)).not.toHaveProperty("retry-after");
    expect(refusalHeaders(state({}), now)).toMatchObject({ "retry-after": "12", "ratelimit-limit": "60" });
    expect(refusalHeaders(state({ resetsAt: now.toISOString() }), now)["retry-after"]).toBe("1");
  });
});

test.each([
  "/v1/../admin",
  "/v1/./x",
  "//host/x",
  "/v1//x",
  "v1/x",
  "/v1?x=1",
  "/v1#x",
  "/v1/%2e%2e/x",
  "/v1\\x",
  "/v1 x",
])("a path that another server would read as another one is no route: %s", (route) => {
  expect(verifyInput.safeParse({ key: "", route }).success).toBe(false);
});
