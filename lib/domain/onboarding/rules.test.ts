import { expect, test } from "vitest";
import { furthestStep, openStep, type Progress } from "./rules.ts";

const at = new Date();
const progress = (over: Partial<Progress> = {}): Progress => ({
  youAt: null,
  organizationAt: null,
  projectAt: null,
  credentialAt: null,
  provisionedAt: null,
  finishedAt: null,
  ...over,
});
const withProject = progress({ youAt: at, organizationAt: at, projectAt: at });

test("the wizard opens at the first step that is not done", () => {
  expect(furthestStep(progress())).toBe("you");
  expect(furthestStep(progress({ youAt: at, organizationAt: at }))).toBe("project");
  expect(furthestStep(withProject)).toBe("credential");
});

test("a credential may be left for later once everything stands", () => {
  expect(furthestStep({ ...withProject, provisionedAt: at })).toBe("session");
});

test("an address opens a step that was reached, and no further one", () => {
  expect(openStep(withProject, "you")).toBe("you");
  expect(openStep(withProject, "provision")).toBe("provision");
  expect(openStep(withProject, "session")).toBe("credential");
  expect(openStep(progress(), "project")).toBe("you");
  expect(openStep(progress(), "nonsense")).toBe("you");
});
