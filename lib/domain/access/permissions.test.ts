import { describe, expect, test } from "vitest";
import access from "../../../messages/en/access.json" with { type: "json" };
import {
  allPermissions,
  can,
  endOf,
  type Grant,
  grantRefusal,
  type Holder,
  mayGrant,
  organizationRoles,
  projectRoles,
  reaches,
  resources,
  type Scope,
  scopeOf,
  scopes,
} from "./permissions.ts";

const nobody: Holder = { organizationRole: null, projectRole: null, platformAdmin: false };
const held = (holder: Holder) => allPermissions.filter((permission) => can(holder, permission)).sort();

/** Each kind of holder, in the order of the table's columns. */
const holders: [name: string, holder: Holder][] = [
  ...organizationRoles.map((role) => [role, { ...nobody, organizationRole: role }] as [string, Holder]),
  ...([...projectRoles, "bot"] as const).map(
    (role) => [`project ${role}`, { ...nobody, projectRole: role }] as [string, Holder],
  ),
  ["platform", { ...nobody, platformAdmin: true }],
  ["stranger", nobody],
];

test("the matrix, as a table: whoever changes it sees here what changes", () => {
  const width = Math.max(...allPermissions.map((permission) => permission.length));
  const row = (permission: string, cells: string[]) =>
    `${permission.padEnd(width)} ${cells.join(" ")}`.trimEnd();
  const table = [
    row(
      "",
      holders.map(([name]) => name.replace("project ", "p:").slice(0, 8).padEnd(8)),
    ),
    ...allPermissions.toSorted().map((permission) =>
      row(
        permission,
        holders.map(([, holder]) => (can(holder, permission) ? "yes" : "·").padEnd(8)),
      ),
    ),
  ].join("\n");
  expect(`\n${table}\n`).toMatchInlineSnapshot(`
    "
                                    owner    admin    member   billing  p:admin  p:editor p:viewer p:bot    platform stranger
    access:read                     yes      yes      ·        ·        ·        ·        ·        ·        ·        ·
    audit:export                    yes      yes      ·        ·        ·        ·        ·        ·        ·        ·
    audit:read                      yes      yes      ·        ·        ·        ·        ·        ·        ·        ·
    credentials:manage              yes      yes      ·        ·        yes      ·        ·        ·        ·        ·
    credentials:read                yes      yes      ·        ·        yes      yes      ·        ·        ·        ·
    domains:manage                  yes      yes      ·        ·        ·        ·        ·        ·        ·        ·
    groups:manage                   yes      yes      ·        ·        ·        ·        ·        ·        ·        ·
    invitations:manage              yes      yes      ·        ·        ·        ·        ·        ·        ·        ·
    keys:manage                     yes      yes      ·        ·        ·        ·        ·        ·        ·        ·
    keys:own                        yes      yes      yes      yes      ·        ·        ·        ·        ·        ·
    members:manage                  yes      yes      ·        ·        ·        ·        ·        ·        ·        ·
    members:read                    yes      yes      yes      yes      ·        ·        ·        ·        ·        ·
    models:call                     yes      yes      ·        ·        yes      yes      ·        yes      ·        ·
    organization-credentials:manage yes      yes      ·        ·        ·        ·        ·        ·        ·        ·
    organization-usage:read         yes      yes      ·        yes      ·        ·        ·        ·        ·        ·
    organization:delete             yes      ·        ·        ·        ·        ·        ·        ·        ·        ·
    organization:export             yes      yes      ·        ·        ·        ·        ·        ·        ·        ·
    organization:read               yes      yes      yes      yes      ·        ·        ·        ·        ·        ·
    organization:transfer           yes      ·        ·        ·        ·        ·        ·        ·        ·        ·
    organization:update             yes      yes      ·        ·        ·        ·        ·        ·        ·        ·
    platform:approve                ·        ·        ·        ·        ·        ·        ·        ·        yes      ·
    platform:audit                  ·        ·        ·        ·        ·        ·        ·        ·        yes      ·
    platform:jobs                   ·        ·        ·        ·        ·        ·        ·        ·        yes      ·
    platform:read                   ·        ·        ·        ·        ·        ·        ·        ·        yes      ·
    platform:retry                  ·        ·        ·        ·        ·        ·        ·        ·        yes      ·
    platform:settings               ·        ·        ·        ·        ·        ·        ·        ·        yes      ·
    platform:suspend                ·        ·        ·        ·        ·        ·        ·        ·        yes      ·
    platform:users                  ·        ·        ·        ·        ·        ·        ·        ·        yes      ·
    platform:view-as                ·        ·        ·        ·        ·        ·        ·        ·        yes      ·
    project-access:read             yes      yes      ·        ·        yes      ·        ·        ·        ·        ·
    project-audit:read              yes      yes      ·        ·        yes      ·        ·        ·        ·        ·
    project-keys:manage             yes      yes      ·        ·        yes      ·        ·        ·        ·        ·
    project-keys:own                yes      yes      ·        ·        yes      yes      ·        ·        ·        ·
    project-members:manage          yes      yes      ·        ·        yes      ·        ·        ·        ·        ·
    project-members:read            yes      yes      ·        ·        yes      yes      yes      ·        ·        ·
    project:archive                 yes      yes      ·        ·        yes      ·        ·        ·        ·        ·
    project:delete                  yes      yes      ·        ·        yes      ·        ·        ·        ·        ·
    project:read                    yes      yes      ·        ·        yes      yes      yes      yes      ·        ·
    project:retry                   yes      yes      ·        ·        yes      ·        ·        ·        ·        ·
    project:update                  yes      yes      ·        ·        yes      ·        ·        ·        ·        ·
    projects:create                 yes      yes      yes      ·        ·        ·        ·        ·        ·        ·
    projects:read-all               yes      yes      ·        ·        ·        ·        ·        ·        ·        ·
    requests:decide                 yes      yes      ·        ·        ·        ·        ·        ·        ·        ·
    sessions:create                 yes      yes      ·        ·        yes      yes      ·        yes      ·        ·
    sessions:read                   yes      yes      ·        ·        yes      yes      yes      yes      ·        ·
    sessions:stop                   yes      yes      ·        ·        yes      yes      ·        yes      ·        ·
    sessions:stop-any               yes      yes      ·        ·        yes      ·        ·        ·        ·        ·
    usage:read                      yes      yes      ·        ·        yes      yes      yes      ·        ·        ·
    "
  `);
});

describe("roles", () => {
  test("a stranger may do nothing", () => {
    expect(held(nobody)).toEqual([]);
  });

  test("each role of a project may do all that the one below it may, and so do owners and admins", () => {
    const of = (role: (typeof projectRoles)[number]) => held({ ...nobody, projectRole: role });
    expect(of("admin")).toEqual(expect.arrayContaining(of("editor")));
    expect(of("editor")).toEqual(expect.arrayContaining(of("viewer")));
    const admin = held({ ...nobody, organizationRole: "admin" });
    expect(admin).toEqual(expect.arrayContaining(held({ ...nobody, organizationRole: "member" })));
    expect(held({ ...nobody, organizationRole: "owner" })).toEqual(expect.arrayContaining(admin));
  });

  test("viewers see nothing of credentials, editors use them and see that there are some, only admins manage them, bots do not see them", () => {
    const may = (projectRole: Holder["projectRole"]) => ({
      see: can({ ...nobody, projectRole }, "credentials:read"),
      run: can({ ...nobody, projectRole }, "sessions:create"),
      manage: can({ ...nobody, projectRole }, "credentials:manage"),
    });
    expect(may("viewer")).toEqual({ see: false, run: false, manage: false });
    expect(may("editor")).toEqual({ see: true, run: true, manage: false });
    expect(may("admin")).toEqual({ see: true, run: true, manage: true });
    expect(may("bot")).toEqual({ see: false, run: true, manage: false });
  });

  test("owners and admins of an organization act as admins of its projects, whatever role they hold there", () => {
    for (const organizationRole of ["owner", "admin"] as const)
      expect(can({ ...nobody, organizationRole, projectRole: "viewer" }, "credentials:manage")).toBe(true);
  });

  test("a platform admin looks after the platform and not into a tenant", () => {
    const all = held({ ...nobody, platformAdmin: true });
    expect(all.length).toBeGreaterThan(5);
    expect(all.every((permission) => permission.startsWith("platform:"))).toBe(true);
  });
});

describe("nobody gives more than they hold", () => {
  test.each(organizationRoles)("%s", (organizationRole) => {
    const holder = { ...nobody, organizationRole };
    for (const role of organizationRoles)
      if (mayGrant(holder, role, "organization"))
        expect(held(holder)).toEqual(expect.arrayContaining(held({ ...nobody, organizationRole: role })));
  });

  test("only owners touch owners, only who manages members gives a role at all", () => {
    expect(mayGrant({ ...nobody, organizationRole: "admin" }, "owner", "organization")).toBe(false);
    expect(mayGrant({ ...nobody, organizationRole: "owner" }, "owner", "organization")).toBe(true);
    for (const organizationRole of ["member", "billing"] as const)
      expect(mayGrant({ ...nobody, organizationRole }, "member", "organization")).toBe(false);
    for (const projectRole of ["editor", "viewer", "bot"] as const)
      expect(mayGrant({ ...nobody, projectRole }, "viewer", "project")).toBe(false);
  });
});

describe("nobody gives for longer than they hold, nor themselves anything", () => {
  const [soon, later] = [new Date("2026-12-01"), new Date("2027-01-01")];
  const until = (organizationUntil: Date | null): Holder => ({
    ...nobody,
    organizationRole: "admin",
    organizationUntil,
  });
  const grant = (role: Grant["role"], end: Date | null = null): Grant => ({ role, until: end });
  type Row = [
    what: string,
    holder: Holder,
    before: Grant | null,
    after: Grant,
    oneself: boolean,
    reason: string | null,
  ];
  test.each<Row>([
    ["a lasting admin gives a lasting role", until(null), null, grant("admin"), false, null],
    [
      "an admin until a date gives none that lasts",
      until(soon),
      null,
      grant("billing"),
      false,
      "role_outlasts",
    ],
    ["nor one past their own end", until(soon), null, grant("member", later), false, "role_outlasts"],
    ["but one up to it", until(soon), null, grant("admin", soon), false, null],
    ["nor lengthens one", until(soon), grant("member", soon), grant("member", later), false, "role_outlasts"],
    ["nor raises one that lasts", until(soon), grant("member"), grant("admin"), false, "role_outlasts"],
    ["but may lower one that lasts", until(soon), grant("admin"), grant("member"), false, null],
    ["nobody makes their own role last", until(soon), grant("admin", soon), grant("admin"), true, "role_own"],
    ["nor gives it themselves by name", until(null), null, grant("admin"), true, "role_own"],
    ["but may shorten it", until(null), grant("admin"), grant("admin", soon), true, null],
    ["or lower it", until(null), grant("admin"), grant("billing"), true, null],
    [
      "an owner may not be touched from below",
      until(null),
      grant("owner"),
      grant("member"),
      false,
      "role_above",
    ],
  ])("%s", (_, holder, before, after, oneself, reason) => {
    expect(grantRefusal(holder, "organization", { before, after, oneself })).toBe(reason);
  });

  test("in a project the later of the two rights counts", () => {
    const both: Holder = { ...until(soon), projectRole: "admin", projectUntil: later };
    expect(endOf(both, "project")).toEqual(later);
    expect(endOf({ ...both, projectUntil: null }, "project")).toBeNull();
    expect(endOf({ ...both, projectRole: "viewer", projectUntil: null }, "project")).toEqual(soon);
    expect(endOf(both, "organization")).toEqual(soon);
  });
});

test("roles are in one order: each reaches those after it, and a bot none of a person's", () => {
  const reached = (order: readonly string[], role: string | null) =>
    order.filter((one) => reaches(order, role, one));
  expect(reached(organizationRoles, "admin")).toEqual(["admin", "member", "billing"]);
  expect(reached(projectRoles, "editor")).toEqual(["editor", "viewer"]);
  expect(reached(projectRoles, "bot")).toEqual([]);
  expect(reached(organizationRoles, null)).toEqual([]);
});

describe("scopes of a key", () => {
  const owner: Holder = { organizationRole: "owner", projectRole: "admin", platformAdmin: true };

  test("no scope is no permission, and all of them are no more than the roles", () => {
    expect(held({ ...owner, scopes: new Set() })).toEqual([]);
    expect(held({ ...owner, scopes: new Set(scopes) })).toEqual(held(owner));
    expect(held({ ...nobody, scopes: new Set(scopes) })).toEqual([]);
  });

  test("to read changes nothing, and to write a resource is to read it too", () => {
    const reading = held({ ...owner, scopes: new Set(scopes.filter((scope) => scope.endsWith(":read"))) });
    for (const of of resources) {
      const among = (scope: Scope) => held({ ...owner, scopes: new Set([scope]) });
      expect(among(`${of}:write`)).toEqual(expect.arrayContaining(among(`${of}:read`)));
    }
    expect(reading.filter((permission) => !/:(read|read-all|see|access|audit)$/.test(permission))).toEqual(
      [],
    );
  });

  test("each permission belongs to one scope that there is", () => {
    for (const permission of allPermissions) expect(scopes).toContain(scopeOf(permission));
    expect(scopeOf("project-access:read")).toBe("projects:read");
    expect(scopeOf("project-audit:read")).toBe("organization:read");
    expect(scopeOf("project-members:manage")).toBe("members:write");
    expect([scopeOf("models:call"), scopeOf("usage:read")]).toEqual(["models:call", "usage:read"]);
  });
});

test("each permission, and what it is about, has its words on the page of who can do what", () => {
  const asked = allPermissions.filter((permission) => !permission.startsWith("platform:"));
  expect(Object.keys(access.act)).toEqual(expect.arrayContaining(asked));
  const things = asked.map((permission) => permission.split(":")[0]);
  expect(Object.keys(access.thing)).toEqual(expect.arrayContaining(things));
});
