import { describe, expect, test } from "vitest";
import { type CheckName, preflight, type World } from "./preflight.ts";
import type { Usable } from "./usable.ts";

const now = new Date("2026-11-22T12:00:00Z");
const usable = (id: string, more: Partial<Usable> = {}): Usable => ({
  id,
  kind: "anthropic",
  name: id,
  secretKey: `${id}-api-key`,
  shared: false,
  testedAt: now,
  testPassed: true,
  disabled: false,
  expiresAt: null,
  awaited: false,
  removed: false,
  model: null,
  files: [`${id}-api-key`],
  variables: [],
  ...more,
});
const jira = usable("jira", { kind: "jira", files: [], variables: ["JIRA_API_TOKEN"] });
const server = usable("vllm", { kind: "openai-compatible" });
const asked = { model: "claude-sonnet-4-5", credentialId: "c1", credentialIds: [], websiteUrl: "" };
const world = (over: Partial<World> = {}): World => ({
  role: "editor",
  mayStart: true,
  project: { phase: "Ready", tier: "standard", egressMode: "gateways" },
  active: 0,
  quota: null,
  credentials: [usable("c1"), jira, server],
  wanted: asked,
  now,
  ...over,
});
const red = (over: Partial<World>) =>
  preflight(world(over)).flatMap((check) => (check.passed ? [] : [check.text]));
const line = (name: CheckName, over: Partial<World>) =>
  preflight(world(over)).find(({ check }) => check === name);

test("a session that may start has green lines in a fixed order, one for each further credential", () => {
  const names = (over: Partial<World>) => preflight(world(over)).map(({ check, passed }) => passed && check);
  const all = ["role", "project", "quota", "credential", "model", "network"];
  expect(names({})).toEqual(all);
  const further = { ...asked, credentialIds: ["jira", "vllm", "c1", "jira"] };
  expect(names({ wanted: further })).toEqual(all.toSpliced(4, 0, "further", "further"));
});

test("who may start none is told nothing of credentials", () => {
  const checks = preflight(
    world({ mayStart: false, role: "viewer", wanted: { ...asked, credentialIds: ["jira"] } }),
  );
  expect(checks.map(({ check }) => check)).toEqual(["role", "project", "quota", "model", "network"]);
});

const wanted = (more: Partial<World["wanted"]>) => ({ wanted: { ...asked, ...more } });
const only = (more: Partial<Usable>) => ({ credentials: [usable("c1", more)] });
test.each<[string, Partial<World>, string]>([
  ["the role is too low", { mayStart: false, role: "viewer" }, "roleLow"],
  [
    "the project is not ready",
    { project: { phase: "Provisioning", tier: "standard", egressMode: "gateways" } },
    "projectNotReady",
  ],
  [
    "the project's sessions reach nothing",
    { project: { phase: "Ready", tier: "standard", egressMode: "none" } },
    "networkNone",
  ],
  [
    "as many sessions are kept as the quota allows",
    {
      quota: {
        hard: { "count/agenticsessions.portico.dev": "5" },
        used: { "count/agenticsessions.portico.dev": "5" },
      },
    },
    "quotaFull",
  ],
  ["there is no credential", { credentials: [] }, "credentialNone"],
  ["no credential was chosen", wanted({ credentialId: null }), "credentialUnchosen"],
  ["the credential is not here", wanted({ credentialId: "elsewhere" }), "credentialUnchosen"],
  ["the credential opens another provider", wanted({ model: "gpt-5" }), "credentialKind"],
  ["the credential failed its last test", only({ testPassed: false }), "credentialFailed"],
  ["the credential is disabled", only({ disabled: true, testPassed: false }), "credentialDisabled"],
  ["the credential has ended", only({ expiresAt: now }), "credentialExpired"],
  ["the credential's value was taken out of the cluster", only({ removed: true }), "credentialRemoved"],
  ["a further credential is not here", wanted({ credentialIds: ["elsewhere"] }), "furtherGone"],
  [
    "a further credential is disabled",
    { ...wanted({ credentialIds: ["jira"] }), credentials: [usable("c1"), { ...jira, disabled: true }] },
    "credentialDisabled",
  ],
  [
    "two are handed over under one name",
    {
      ...wanted({ credentialIds: ["jira", "other"] }),
      credentials: [usable("c1"), jira, { ...jira, id: "other", name: "other" }],
    },
    "furtherClash",
  ],
  ["no model of a server of one's own is named", wanted({ credentialId: "vllm", model: "" }), "modelUnnamed"],
])("it is refused with one red line when %s", (_, over, text) => {
  expect(red(over)).toEqual([text]);
});

describe("the model", () => {
  test("of a server of one's own is whatever it is called there", () => {
    const over = wanted({ credentialId: "vllm", model: "qwen3-32b" });
    expect(red(over)).toEqual([]);
    expect(line("model", over)).toMatchObject({
      text: "modelOwn",
      values: { model: "qwen3-32b", name: "vllm" },
    });
  });

  test.each(["jira", "github", "vertex-ai", "bedrock", "generic"] as const)(
    "is not called with a credential of the kind %s",
    (kind) => {
      expect(line("credential", { credentials: [usable("c1", { kind })] })).toMatchObject({
        passed: false,
        text: "credentialNoChat",
      });
    },
  );

  test.each(["azure-openai", "gemini", "openai-compatible"] as const)(
    "is called with a credential of the kind %s",
    (kind) => {
      expect(red({ ...wanted({ model: "any" }), credentials: [usable("c1", { kind })] })).toEqual([]);
    },
  );
});

test("a credential that was never tested is no obstacle, and is said", () => {
  expect(line("credential", only({ testPassed: null }))).toMatchObject({
    passed: true,
    text: "credentialUntested",
  });
});

test("a credential whose value has not come from its store yet is waited for, and that is said", () => {
  expect(line("credential", only({ awaited: true, testPassed: null }))).toMatchObject({
    passed: true,
    text: "credentialAwaited",
  });
});

test("with all places taken it may start and is told that it will wait", () => {
  expect(line("quota", { active: 5 })).toMatchObject({
    passed: true,
    text: "quotaQueues",
    values: { active: 5, places: 5 },
  });
});
