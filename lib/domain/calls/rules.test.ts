import { describe, expect, test } from "vitest";
import { limitHeaders } from "./rules.ts";
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
  test("are whole numbers, also of a cost; January's month is 31 days of December", () => {
    const cost = state({
      name: "costPerMonth",
      limit: 12.5,
      remaining: 0.75,
      resetsAt: "2027-01-01T00:00:00.000Z",
    });
    expect(limitHeaders([cost], now)).toMatchObject({
      "ratelimit-limit": "12",
      "ratelimit-remaining": "0",
      "ratelimit-policy": `12;w=${31 * 86_400}`,
    });
  });
  test("say when to come again only with a refusal, and never at once", () => {
    expect(limitHeaders([], now)).toEqual({});
    expect(limitHeaders([state({})], now)).not.toHaveProperty("retry-after");
    expect(limitHeaders([state({})], now, true)["retry-after"]).toBe("12");
    expect(limitHeaders([state({ resetsAt: now.toISOString() })], now, true)["retry-after"]).toBe("1");
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
