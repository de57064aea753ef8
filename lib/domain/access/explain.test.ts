import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Bound,
  differences,
  expected,
  explain,
  type Grant,
  holderOf,
  namesIn,
  orphans,
  permissionsAt,
  roleOf,
  type Subject,
  strangersOf,
} from "./explain.ts";
import {
  allPermissions,
  can,
  organizationRoles,
  type Permission,
  projectRoles,
  scopes,
} from "./permissions.ts";

const by = (role: string, more: Partial<Grant> = {}): Grant =>
  ({ at: "project", role, group: null, until: null, ...more }) as Grant;
const subject = (grants: Grant[], more: Partial<Subject> = {}): Subject => ({
  kind: "person",
  id: "1",
  name: "a.okafor",
  detail: null,
  suspended: false,
  scopes: null,
  grants,
  cluster: { user: "oidc:a.okafor", groups: [] },
  ...more,
});
const soon = new Date("2026-11-28T09:00:00Z");
const later = new Date("2026-12-28T09:00:00Z");

describe("why somebody can", () => {
  const editor = by("editor");
  const viaGroup = by("editor", { group: "nm-ml-eval" });
  const forNow = by("editor", { until: soon });
  const forLonger = by("editor", { until: later });
  const owner = by("owner", { at: "organization" });
  test.each<[string, Subject, Permission, Partial<ReturnType<typeof explain>>]>([
    ["a role by name", subject([editor]), "sessions:create", { can: true, because: [editor] }],
    [
      "a role by a group beside one too low by name",
      subject([by("viewer"), viaGroup]),
      "sessions:create",
      { can: true, because: [viaGroup], until: null },
    ],
    ["a role for a time", subject([forNow]), "sessions:create", { can: true, until: soon }],
    [
      "the longer of two roles for a time",
      subject([forNow, forLonger]),
      "sessions:create",
      { because: [forLonger, forNow], until: later },
    ],
    [
      "a role for a time beside one for good, which then counts",
      subject([forNow, editor]),
      "sessions:create",
      { because: [editor, forNow], until: null },
    ],
    [
      "a role in the organization, which is admin of each project",
      subject([owner]),
      "credentials:manage",
      { can: true, because: [owner] },
    ],
    ["no role high enough", subject([by("viewer")]), "sessions:create", { can: false, why: "role" }],
    [
      "no role in the organization that reaches into projects",
      subject([by("member", { at: "organization" })]),
      "sessions:read",
      { can: false, why: "role" },
    ],
    [
      "a suspension, whatever the role",
      subject([owner], { suspended: true }),
      "sessions:read",
      { can: false, because: [], why: "suspended" },
    ],
    [
      "a key's scopes, though its role would do",
      subject([editor], { kind: "key", scopes: new Set(["sessions:read"] as const) }),
      "sessions:create",
      { can: false, why: "scope" },
    ],
    ["a bot's role", subject([by("bot")], { kind: "bot" }), "sessions:create", { can: true }],
    [
      "a bot's role, which is no more",
      subject([by("bot")], { kind: "bot" }),
      "project:update",
      { can: false },
    ],
  ])("is %s", (_, who, permission, answer) => {
    expect(explain(who, permission)).toMatchObject(answer);
  });

  test("agrees with the matrix for every set of roles, scopes and permission", () => {
    const grant = fc.oneof(
      fc.constantFrom(...organizationRoles).map((role) => by(role, { at: "organization" })),
      fc.constantFrom(...projectRoles).map((role) => by(role)),
    );
    fc.assert(
      fc.property(
        fc.array(grant, { maxLength: 4 }),
        fc.option(fc.subarray([...scopes]).map((some) => new Set(some))),
        fc.constantFrom(...allPermissions),
        (grants, within, permission) => {
          const who = subject(grants, { scopes: within });
          const answer = explain(who, permission);
          expect(answer.can).toBe(can(holderOf(who), permission));
          expect(answer.because.length > 0).toBe(answer.can);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test("the role that counts is the highest, in the project where there is one", () => {
    expect(roleOf(subject([by("viewer"), viaGroup]))).toBe("editor");
    expect(roleOf(subject([by("admin", { at: "organization" }), by("viewer")]))).toBe("admin");
    expect(roleOf(subject([by("billing", { at: "organization" })]))).toBe("billing");
    expect(roleOf(subject([]))).toBeNull();
  });
});

describe("portal and cluster", () => {
  const editor = subject([by("editor")], { id: "e" });
  const viewer = subject([by("viewer")], { id: "v" });
  const key = subject([by("editor")], { id: "t", kind: "key", cluster: null });
  const all = [editor, viewer, key];

  test("differ where one allows what the other does not, and not of whom the cluster does not know", () => {
    const said = new Map([
      [editor, false],
      [viewer, true],
    ]);
    expect(differences(all, "sessions:create", said, false)).toEqual([
      { subject: editor, portal: true, cluster: false },
      { subject: viewer, portal: false, cluster: true },
    ]);
    const same = new Map([
      [editor, true],
      [viewer, false],
    ]);
    expect(differences(all, "sessions:create", same, false)).toEqual([]);
  });

  test("agree in an archived project when nothing can be started there", () => {
    expect(differences([editor], "sessions:create", new Map([[editor, false]]), true)).toEqual([]);
    expect(differences([editor], "sessions:create", new Map([[editor, true]]), true)).toHaveLength(1);
    expect(expected(explain(editor, "sessions:read"), "sessions:read", true)).toBe("either");
  });

  test("what is bound in the cluster to nobody of the portal is named, and what Portico did not bind", () => {
    const bound = (name: string, more: Partial<Bound> = {}): Bound => ({
      binding: "portico-editor",
      role: "portico-editor",
      kind: "User",
      name,
      ours: true,
      ...more,
    });
    const found = orphans(
      [
        bound("oidc:a.okafor"),
        bound("oidc:left"),
        bound("oidc:team", { kind: "Group" }),
        bound("system:serviceaccount:p:nightly", { kind: "ServiceAccount" }),
        bound("oidc:a.okafor", { binding: "from-elsewhere", role: "edit", ours: false }),
      ],
      new Set(["User/oidc:a.okafor", "Group/oidc:team", "ServiceAccount/system:serviceaccount:p:nightly"]),
    );
    expect(found.map(({ binding, name, why }) => [binding, name, why])).toEqual([
      ["portico-editor", "oidc:left", "unknown"],
      ["from-elsewhere", "oidc:a.okafor", "foreign"],
    ]);
    const account = { kind: "ServiceAccount", name: "system:serviceaccount:ci:deploy" };
    const asked = strangersOf([...found, ...found, { ...bound(account.name, account), why: "unknown" }]);
    expect(asked.map(({ cluster }) => cluster)).toEqual([
      { user: "oidc:left", groups: [] },
      { user: "oidc:a.okafor", groups: [] },
      { user: account.name, groups: ["system:serviceaccounts", "system:serviceaccounts:ci"] },
    ]);
  });
});

test("the bindings that reach somebody are those by their name and by groups of theirs", () => {
  const bound = (kind: string, name: string): Bound => ({ binding: "b", role: "r", kind, name, ours: true });
  const who = subject([], { cluster: { user: "oidc:a", groups: ["oidc:team"] } });
  const all = [
    bound("User", "oidc:a"),
    bound("Group", "oidc:team"),
    bound("User", "oidc:team"),
    bound("User", "b"),
  ];
  expect(namesIn(all, who)).toEqual(all.slice(0, 2));
  expect(namesIn(all, subject([], { cluster: null }))).toEqual([]);
});

test("what can be asked about is each permission of the place, once", () => {
  const [project, organization] = [permissionsAt("project"), permissionsAt("organization")];
  const platform = allPermissions.filter((permission) => permission.startsWith("platform:"));
  expect([...project, ...organization, ...platform].sort()).toEqual([...allPermissions].sort());
});
