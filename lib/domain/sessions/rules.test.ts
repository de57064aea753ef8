import { expect, test } from "vitest";
import { checkNames, hasEnded, mayStop, preflight, titleOf, type World } from "./rules.ts";

const world = (over: Partial<World> = {}): World => ({
  role: "editor",
  mayStart: true,
  project: { phase: "Ready", tier: "standard", egressMode: "gateways" },
  active: 0,
  quota: null,
  credentials: [{ id: "c1", kind: "anthropic", name: "anthropic", testedAt: null, testPassed: true }],
  wanted: { model: "claude-sonnet-4-5", credentialId: "c1", websiteUrl: "" },
  ...over,
});
const red = (over: Partial<World>) =>
  preflight(world(over)).flatMap((check) => (check.passed ? [] : [check.text]));

test("a session that may start has six green lines in a fixed order", () => {
  const checks = preflight(world());
  expect(checks.map((check) => check.check)).toEqual([...checkNames]);
  expect(checks.every((check) => check.passed)).toBe(true);
});

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
  [
    "no credential was chosen",
    { wanted: { model: "claude-sonnet-4-5", credentialId: null, websiteUrl: "" } },
    "credentialUnchosen",
  ],
  [
    "the credential opens another provider",
    { wanted: { model: "gpt-5", credentialId: "c1", websiteUrl: "" } },
    "credentialKind",
  ],
  [
    "the credential failed its last test",
    {
      credentials: [{ id: "c1", kind: "anthropic", name: "anthropic", testedAt: null, testPassed: false }],
    },
    "credentialFailed",
  ],
])("it is refused with one red line when %s", (_, over, text) => {
  expect(red(over)).toEqual([text]);
});

test("with all places taken it may start and is told that it will wait", () => {
  const quota = preflight(world({ active: 5 })).find((check) => check.check === "quota");
  expect(quota).toMatchObject({ passed: true, text: "quotaQueues", values: { active: 5, places: 5 } });
});

test("an ended session cannot be stopped, and a session that can be stopped has not ended", () => {
  for (const phase of [
    "Pending",
    "Queued",
    "Starting",
    "Running",
    "Stopping",
    "Succeeded",
    "Failed",
    "Stopped",
    "TimedOut",
  ])
    expect(mayStop(phase) && hasEnded(phase)).toBe(false);
});

test("a session without a title is named by the first line of its prompt, cut at 80 characters", () => {
  expect(titleOf("\n  Summarise this page.\nThen more.")).toBe("Summarise this page.");
  expect(titleOf("x".repeat(100))).toHaveLength(80);
});
