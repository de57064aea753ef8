import { describe, expect, test } from "vitest";
import { beginning, daysFrom, scopesBeyond, stateOf, widens } from "./rules.ts";
import { createKeyInput } from "./schema.ts";

const now = new Date("2026-11-22T12:00:00Z");

test.each([
  [30, null, "active"],
  [7, null, "ending"],
  [0, null, "expired"],
  [-1, null, "expired"],
  [30, now, "revoked"],
  [-1, now, "revoked"],
] as const)("a key that ends in %d days, revoked %s, is %s", (days, revokedAt, state) => {
  expect(stateOf({ expiresAt: daysFrom(now, days), revokedAt, disabledAt: null }, now)).toBe(state);
});

describe("a change that lets a key do more", () => {
  const before = {
    models: ["small"],
    routes: [],
    addresses: ["10.0.0.0/8", "192.0.2.0/24"],
    requestsPerMinute: 10,
    tokensPerMinute: null,
    tokensPerMonth: null,
    costPerMonth: 12.5,
  };
  test.each([
    { models: [] },
    { models: ["small", "large"] },
    { addresses: ["10.0.0.0/8", "0.0.0.0/0"] },
    { limits: { costPerMonth: 12.51 } },
    { limits: { requestsPerMinute: null } },
  ])("is one: %j", (wanted) => {
    expect(widens(before, wanted)).toBe(true);
  });
  test.each([
    {},
    { models: ["small"], routes: ["/v1"], addresses: ["192.0.2.0/24"] },
    { routes: [], limits: { requestsPerMinute: 9, tokensPerMinute: 5, tokensPerMonth: null } },
  ])("is none: %j", (wanted) => {
    expect(widens(before, wanted)).toBe(false);
  });
});

test("what begins with a prefix is a range of texts, and nothing beside it", () => {
  const { gte, lt } = beginning("ptc_usr_a");
  const within = (text: string) => text >= gte && text < lt;
  expect(["ptc_usr_a", "ptc_usr_aZ", "ptc_usr_azzzzzzz"].every(within)).toBe(true);
  expect(["ptc_usr_", "ptc_usr_b", "ptc_usr_A", "ptc_svc_a"].some(within)).toBe(false);
});

test("a disabled key is said to be so until it ends", () => {
  const key = { expiresAt: daysFrom(now, 3), revokedAt: null, disabledAt: now };
  expect(stateOf(key, now)).toBe("disabled");
  expect(stateOf({ ...key, expiresAt: now }, now)).toBe("expired");
  expect(stateOf({ ...key, revokedAt: now }, now)).toBe("revoked");
});

test("a key gives no scope that it lacks; a person gives any", () => {
  expect(
    scopesBeyond(new Set(["organization:read", "keys:write"]), ["organization:read", "sessions:write"]),
  ).toEqual(["sessions:write"]);
  expect(scopesBeyond(null, ["organization:read", "sessions:write"])).toEqual([]);
});

describe("what is asked for", () => {
  const personal = {
    kind: "personal",
    name: "laptop",
    scopes: ["organization:read"],
    expiresAt: "2026-12-22T23:59:59-03:30",
  };
  const service = { ...personal, kind: "service", organizationRole: "member" };
  const reasons = (input: object) => {
    const parsed = createKeyInput.safeParse(input);
    return parsed.success ? [] : parsed.error.issues.map(({ path, message }) => [path.join("."), message]);
  };

  test("is taken as it stands", () => {
    expect(reasons(personal)).toEqual([]);
    expect(reasons(service)).toEqual([]);
    expect(
      reasons({ ...service, organizationRole: null, project: "retrieval", projectRole: "viewer" }),
    ).toEqual([]);
  });
  test.each([
    [{ ...personal, name: "  " }, ["name", "required"]],
    [{ ...personal, expiresAt: null }, ["expiresAt", "date_form"]],
    [{ ...personal, expiresAt: "2026-12-22" }, ["expiresAt", "date_form"]],
    [{ ...personal, expiresAt: "2026-12-22T23:59:59" }, ["expiresAt", "date_form"]],
    [{ ...personal, scopes: [] }, ["scopes", "key_scopes"]],
    [{ ...personal, organizationRole: "admin" }, ["organizationRole", "key_personal_role"]],
    [{ ...service, organizationRole: null }, ["organizationRole", "key_role_needed"]],
    [{ ...service, project: "retrieval" }, ["projectRole", "required"]],
    [{ ...service, projectRole: "viewer" }, ["project", "required"]],
    [{ ...personal, kind: "project" }, ["project", "required"]],
    [{ ...personal, kind: "project", project: "p" }, ["projectRole", "required"]],
    [
      { ...personal, kind: "project", project: "p", projectRole: "admin", organizationRole: "admin" },
      ["organizationRole", "key_project_organization"],
    ],
    [{ ...personal, scopes: ["models:call"] }, ["project", "key_models_project"]],
    [{ ...personal, models: ["gpt"] }, ["models", "key_models_scope"]],
    [{ ...personal, limits: { tokensPerMinute: 5 } }, ["limits.tokensPerMinute", "key_models_scope"]],
    [{ ...personal, limits: { tokensPerMinute: 0 } }, ["limits.tokensPerMinute", "key_limit_form"]],
    [{ ...personal, limits: { costPerMonth: 0.001 } }, ["limits.costPerMonth", "key_cost_form"]],
    [{ ...personal, models: ["a b"] }, ["models.0", "key_model_form"]],
    [{ ...personal, routes: ["v1/chat"] }, ["routes.0", "key_route_form"]],
    [{ ...personal, addresses: ["10.0.0.1", "nowhere"] }, ["addresses.1", "key_address_form"]],
    [{ ...personal, addresses: ["10.0.0.1/8"] }, ["addresses.0", "key_address_bits"]],
  ])("and %j is refused", (input, reason) => {
    expect(reasons(input)).toContainEqual(reason);
  });
  test("no key of an organization has the platform's scope, and no service is an owner", () => {
    expect(createKeyInput.safeParse({ ...personal, scopes: ["platform"] }).success).toBe(false);
    expect(createKeyInput.safeParse({ ...service, organizationRole: "owner" }).success).toBe(false);
  });
});
