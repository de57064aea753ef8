import { expect, test } from "vitest";
import { allPermissions, can, type Holder, organizationRoles, projectRoles } from "./permissions.ts";

const nobody: Holder = { organizationRole: null, projectRole: null, platformAdmin: false };
const held = (holder: Holder) => allPermissions.filter((permission) => can(holder, permission)).sort();

test("a stranger may do nothing", () => {
  expect(held(nobody)).toEqual([]);
});

test("what each role of an organization may do", () => {
  const table = Object.fromEntries(
    organizationRoles.map((role) => [role, held({ ...nobody, organizationRole: role })]),
  );
  expect(table.member).toEqual(["members:read", "organization:read", "projects:create"]);
  expect(table.billing).toEqual(["members:read", "organization:read", "usage:read"]);
  expect(table.owner?.filter((permission) => !table.admin?.includes(permission))).toEqual([
    "organization:delete",
  ]);
});

test("what each role of a project may do: viewers see sessions, editors run them, admins manage credentials", () => {
  const table = Object.fromEntries(
    projectRoles.map((role) => [role, held({ ...nobody, projectRole: role })]),
  );
  expect(table.viewer).toEqual(["credentials:see", "project:read", "sessions:read"]);
  expect(table.editor).toEqual([
    "credentials:see",
    "project:read",
    "sessions:create",
    "sessions:read",
    "sessions:stop",
  ]);
  expect(table.admin).toEqual([
    "credentials:manage",
    "credentials:see",
    "project:delete",
    "project:read",
    "project:retry",
    "project:update",
    "sessions:create",
    "sessions:read",
    "sessions:stop",
    "sessions:stop-any",
  ]);
});

test("owners and admins of an organization act as admins of its projects, whatever role they hold there", () => {
  for (const organizationRole of ["owner", "admin"] as const)
    expect(can({ ...nobody, organizationRole, projectRole: "viewer" }, "credentials:manage")).toBe(true);
});

test("a platform admin may look at the platform and not into a tenant", () => {
  const platformAdmin = { ...nobody, platformAdmin: true };
  expect(held(platformAdmin)).toEqual(["platform:read", "platform:retry"]);
});
