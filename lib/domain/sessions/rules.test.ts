import { expect, test } from "vitest";
import { type Holder, nobody, type Scope } from "#lib/domain/access/permissions.ts";
import { hasEnded, mayStop, shownTo, titleOf } from "./rules.ts";

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

test("a session's credentials are shown to who runs sessions or sees credentials, and to no viewer", () => {
  const session = {
    title: "A",
    credential: { name: "c" },
    credentialRefs: ["c"],
    given: [{ secretKey: "c" }],
  };
  const bare = { title: "A", credential: null, credentialRefs: [], given: [] };
  const of = (projectRole: Holder["projectRole"], scopes?: Scope[]) =>
    shownTo({ ...nobody, projectRole, scopes: scopes ? new Set(scopes) : null }, session);
  expect(of("viewer")).toEqual(bare);
  expect([of("editor"), of("admin"), of("bot")]).toEqual([session, session, session]);
  expect(of("editor", ["sessions:read"])).toEqual(bare);
  expect(of("editor", ["sessions:read", "credentials:read"])).toEqual(session);
});
