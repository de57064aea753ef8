import fc from "fast-check";
import { expect, test } from "vitest";
import type { ManagedEntry } from "#lib/infra/kube/managed.ts";
import { aimsOf } from "./aims.ts";
import { credentialKinds, kindOf } from "./kinds/index.ts";
import { secretKeyOf } from "./names.ts";
import { outsideOf } from "./outside.ts";
import { dataOf, descriptorOf, fingerprintOf, keysOf, lastFourOf, materialOf, wantedValue } from "./rules.ts";
import { addCredentialInput } from "./schema.ts";

const kind = fc.constantFrom(...credentialKinds);
const name = fc.oneof(
  fc.constantFrom(...credentialKinds),
  fc.stringMatching(/^[a-z0-9]([-a-z0-9]{0,38}[a-z0-9])?$/),
);
const credential = fc.record({ kind, name });
const every = (one: { kind: (typeof credentialKinds)[number]; name: string }) =>
  kindOf(one.kind).parts.map(({ suffix }) => secretKeyOf(one.kind, one.name, suffix));

test("no two credentials share a key of the Secret, and no two parts of one", () => {
  fc.assert(
    fc.property(credential, credential, (one, other) => {
      const keys = every(one);
      expect(new Set(keys).size).toBe(keys.length);
      if (one.kind === other.kind && one.name === other.name) return;
      for (const key of every(other)) expect(keys).not.toContain(key);
    }),
    { numRuns: 2000 },
  );
});

test("what goes into the Secret is what comes out of it, and its descriptor names every key", () => {
  fc.assert(
    fc.property(credential, fc.string({ minLength: 1 }), ({ kind, name }, value) => {
      const values = Object.fromEntries(kindOf(kind).parts.map(({ suffix }) => [suffix, value + suffix]));
      const data = dataOf({ kind, settings: {}, values }, name);
      const parts = keysOf(kind, name, Object.keys(values));
      expect(parts[0]).toBe(secretKeyOf(kind, name));
      const { keys } = descriptorOf({ kind, name, parts, settings: {}, disabled: false });
      expect(Object.values(keys).sort()).toEqual(Object.keys(data).sort());
      const open = kindOf(kind).settings.safeParse({}).success;
      expect(materialOf({ kind, keys, settings: {} }, data)?.values ?? null).toEqual(open ? values : null);
    }),
  );
});

test("the last four of a short value, or of a text, are told to nobody", () => {
  expect([
    lastFourOf("sk-ant-demo-keeper-7q4z"),
    lastFourOf("short"),
    lastFourOf(`{\n${"x".repeat(40)}\n}`),
  ]).toEqual(["7q4z", "", ""]);
});

test("settings that say where a value goes change with the value alone", () => {
  const at = (baseUrl: string, more = {}) => ({ baseUrl, verifyTls: true, model: "one", ...more });
  const here = at("https://models.example/v1");
  const kind = "openai-compatible";
  expect(aimsOf(kind, here, at("https://models.example/v1/"))).toEqual([]);
  expect(aimsOf(kind, here, at("https://models.example/v1/chat"))).toEqual([]);
  for (const path of [
    "",
    "/v2",
    "/v1x",
    "/v1/../v2",
    "/v1/%2e%2e/v2",
    "/v1/..%2fv2",
    "/v1/..;/v2",
    "/v1?to=v2",
  ])
    expect(aimsOf(kind, here, at(`https://models.example${path}`))).toEqual(["baseUrl"]);
  expect(
    aimsOf(kind, { baseUrl: "https://models.example" }, { baseUrl: "https://models.example/v1" }),
  ).toEqual([]);
  expect(aimsOf(kind, here, at("https://models.example/v1", { model: "other" }))).toEqual([]);
  expect(aimsOf(kind, here, at("https://elsewhere.example/v1"))).toEqual(["baseUrl"]);
  expect(aimsOf(kind, here, at("http://models.example/v1"))).toEqual(["baseUrl"]);
  expect(aimsOf(kind, here, at("https://models.example:8443/v1"))).toEqual(["baseUrl"]);
  expect(aimsOf(kind, here, at("https://models.example/v1", { verifyTls: false }))).toEqual(["verifyTls"]);
  expect(aimsOf(kind, here, at("https://models.example/v1", { ca: "PEM" }))).toEqual(["ca"]);
  expect(aimsOf("registry", { server: "one.example" }, { server: "other.example" })).toEqual(["server"]);
  // What is harmless for one kind is so for that one.
  expect(aimsOf("registry", { model: "one" }, { model: "two" })).toEqual(["model"]);
});

test("who owns a key of the Secret tells whether it was written past Portico", () => {
  const owned = (manager: string, ...keys: string[]): ManagedEntry => ({
    manager,
    operation: "Update",
    time: "2026-11-22T10:00:00Z",
    fieldsV1: { "f:data": Object.fromEntries(keys.map((key) => [`f:${key}`, {}])) },
  });
  const ours = owned("portico-web", "jira-api-token", "jira-webhook-secret");
  const both = ["jira-api-token", "jira-webhook-secret"];
  expect(outsideOf([ours], both)).toBeNull();
  expect(outsideOf([ours, owned("flux", "jira-api-token")], both)).toBeNull();
  expect(
    outsideOf([owned("portico-web", "jira-api-token"), owned("kubectl-edit", "jira-webhook-secret")], both),
  ).toEqual({ what: "changed", by: "kubectl-edit", at: new Date("2026-11-22T10:00:00Z") });
  expect(outsideOf([owned("portico-web", "jira-api-token")], both)).toEqual({
    what: "removed",
    by: "",
    at: null,
  });
  expect(outsideOf(undefined, both)).toMatchObject({ what: "removed" });
});

test("what is not of its kind is refused at its field", () => {
  const at = (given: object) =>
    addCredentialInput
      .safeParse({ name: "jira", kind: "jira", ...given })
      .error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  const settings = { siteUrl: "https://jira.example", email: "bot@jira.example" };
  expect(at({ settings, values: { "api-token": "token-0001" } })).toBeUndefined();
  expect(at({ settings: { ...settings, email: "bot" }, values: {} })).toEqual([
    "settings.email email_form",
    "values.api-token required",
  ]);
  const long = {
    kind: "openai-compatible",
    name: "x".repeat(40),
    settings: { baseUrl: "https://a.example" },
  };
  expect(at(long)).toEqual(["name too_long"]);
});

test("the fingerprint is of all parts: another of them is another value", () => {
  const asked = { replaces: null, version: null, seenOutside: null, expiresAt: null };
  const of = (values: Record<string, string>) =>
    wantedValue({ kind: "jira", name: "jira", settings: {}, values }, asked, null, "secret").key?.fingerprint;
  const one = of({ "api-token": "a", "webhook-secret": "w" });
  expect(one).toMatch(/^[0-9a-f]{16}$/);
  expect(of({ "webhook-secret": "w", "api-token": "a" })).toBe(one);
  expect(of({ "api-token": "a" })).toBe(fingerprintOf("a", "secret"));
  expect(new Set([one, of({ "api-token": "a" }), of({ "api-token": "a", "webhook-secret": "x" })]).size).toBe(
    3,
  );
});
