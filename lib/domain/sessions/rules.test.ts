import { expect, test } from "vitest";
import { hasEnded, mayStop, titleOf } from "./rules.ts";

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
