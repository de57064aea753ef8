import { describe, expect, test } from "vitest";
import { isPlatformAdmin, isRecent } from "./rules.ts";

const issuer = "https://own.test";
const boss = { email: "Boss@own.test", emailVerified: true, groups: ["staff"], issuer };
const byAddress = { emails: ["boss@own.test"] };
const byGroup = { emails: [], group: "staff" };

describe("who administers the platform", () => {
  test("is said by the one issuer whose word counts, and by no other that says the same", () => {
    for (const policy of [byAddress, byGroup]) {
      expect(isPlatformAdmin(boss, { ...policy, issuer })).toBe(true);
      expect(isPlatformAdmin({ ...boss, issuer: "https://customer.test" }, { ...policy, issuer })).toBe(
        false,
      );
      expect(isPlatformAdmin({ ...boss, issuer: null }, { ...policy, issuer })).toBe(false);
    }
  });

  test("is said by the only provider where there is one", () => {
    expect(isPlatformAdmin(boss, byAddress)).toBe(true);
    expect(isPlatformAdmin({ ...boss, emailVerified: false }, byAddress)).toBe(false);
    expect(isPlatformAdmin({ ...boss, groups: [] }, byGroup)).toBe(false);
  });
});

test.each([
  [0, true],
  [23.9, true],
  [24, false],
  [1_000, false],
])("a sign-in %d hours ago is recent within 24: %s", (hours, recent) => {
  const now = new Date("2026-11-22T12:00:00Z");
  expect(isRecent(new Date(now.getTime() - hours * 3_600_000), 24, now)).toBe(recent);
});

test("nobody has signed in recently who never did", () => {
  expect(isRecent(null, 24)).toBe(false);
});
