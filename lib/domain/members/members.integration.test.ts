import "#test/provided.ts";
import { randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { callerOfViewer } from "#lib/domain/access/caller.ts";
import { performTenant } from "#lib/domain/access/perform.ts";
import type { OrganizationRole, ProjectRole } from "#lib/domain/access/permissions.ts";
import { resolveTenant } from "#lib/domain/access/scope.ts";
import { addDomainCommand } from "#lib/domain/domains/commands.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { stopSending } from "#lib/infra/jobs/index.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer, type TestOrganization } from "#test/world.ts";
import {
  changeMemberCommand,
  leaveOrganizationCommand,
  removeMemberCommand,
  removeProjectMemberCommand,
  setProjectMemberCommand,
} from "./commands.ts";
import { countMembers, countProjectMembers, findMember, listMembers, listProjectMembers } from "./data.ts";
import { expireMembership } from "./mutations.ts";

let db: TestDatabase;
let organization: TestOrganization;
let owner: Viewer;

beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  await stopSending();
  await prisma().$disconnect();
  await db?.drop();
});
beforeEach(async () => {
  organization = await makeOrganization(db.app);
  owner = await member("owner");
});

async function member(role: OrganizationRole | null, project?: { id: string; role: ProjectRole }) {
  const viewer = await makeViewer(db.app);
  if (role) await join(db.app, viewer, organization, role);
  if (project) await join(db.app, viewer, organization, project.role, project.id);
  return viewer;
}

const asking = { requestId: "r-members" };
// biome-ignore lint/suspicious/noExplicitAny: any command of this noun
const act = (command: any, who: Viewer, input: unknown, project?: string) =>
  performTenant(
    command,
    callerOfViewer(who),
    { org: organization.slug, ...(project ? { project } : {}) },
    input,
    asking,
    async () => callerOfViewer(who),
  );
const change = (who: Viewer, whom: Viewer, role: OrganizationRole, until: Date | null = null) =>
  act(changeMemberCommand, who, { userId: whom.userId, role, until: until?.toISOString() ?? null });
const remove = (who: Viewer, whom: Viewer) => act(removeMemberCommand, who, { userId: whom.userId });
const inTenant = <T>(work: Parameters<typeof withTenant<T>>[1]) =>
  withTenant({ organizationId: organization.id }, work);
const rolesOf = async (viewer: Viewer) =>
  (await inTenant((tx) => tx.membership.findMany({ where: { userId: viewer.userId } }))).map(
    ({ role }) => role,
  );
const jobs = (name: string) =>
  withPlatform(
    (tx) => tx.$queryRaw<{ data: { projectId: string; membershipId: string }; at: Date }[]>`
      select data, start_after as at from pgboss.job where name = ${name}
        and data->>'organizationId' = ${organization.id}`,
  );

test("a role is changed, written down with what it was, and the cluster is asked where it matters there", async () => {
  const project = await makeProject(db.app, organization);
  const whom = await member("member");
  expect(await change(owner, whom, "billing")).toMatchObject({ ok: true });
  expect(await jobs("projects.apply")).toEqual([]);
  expect(await change(owner, whom, "admin")).toMatchObject({ ok: true });
  expect(await rolesOf(whom)).toEqual(["admin"]);
  expect((await jobs("projects.apply")).map(({ data }) => data.projectId)).toEqual([project.id]);
  const asked = await inTenant((tx) => tx.project.findUniqueOrThrow({ where: { id: project.id } }));
  expect(asked.requestId, "what the cluster is asked bears the request of the audit row").toBe("r-members");
  const events = await inTenant((tx) =>
    tx.auditEvent.findMany({
      where: { action: "members.change", targetId: whom.userId },
      orderBy: { seq: "asc" },
    }),
  );
  expect(events).toMatchObject([
    { requestId: "r-members", detail: { before: { role: "member" }, after: { role: "billing" } } },
    { requestId: "r-members", detail: { before: { role: "billing" }, after: { role: "admin" } } },
  ]);
});

test.each([
  ["an admin makes no owner", "admin", "member", "owner"],
  ["an admin demotes no owner", "admin", "owner", "member"],
] as const)("%s", async (_, who, present, role) => {
  const [actor, whom] = [await member(who), await member(present)];
  expect(await change(actor, whom, role)).toMatchObject({ ok: false, reason: "role_above" });
  expect(await rolesOf(whom)).toEqual([present]);
});

test("an admin removes no owner, and a member nobody", async () => {
  const [admin, plain, second] = [await member("admin"), await member("member"), await member("owner")];
  expect(await remove(admin, second)).toMatchObject({ reason: "role_above" });
  expect(await remove(plain, admin)).toMatchObject({ reason: "forbidden" });
  expect(await rolesOf(second)).toEqual(["owner"]);
});

test("the last owner can neither be demoted, nor removed, nor leave; after another one there is, they can", async () => {
  expect(await change(owner, owner, "admin")).toMatchObject({ reason: "last_owner" });
  expect(await remove(owner, owner)).toMatchObject({ reason: "last_owner" });
  expect(await act(leaveOrganizationCommand, owner, {})).toMatchObject({ reason: "last_owner" });
  expect(await rolesOf(owner)).toEqual(["owner"]);
  await member("owner");
  expect(await act(leaveOrganizationCommand, owner, {})).toMatchObject({ ok: true });
  expect(await rolesOf(owner)).toEqual([]);
});

test("two owners who demote each other at once, a hundred times: there is always one left, and never two winners", async () => {
  const second = await member("owner");
  for (let round = 0; round < 100; round++) {
    const outcomes = await Promise.all([change(owner, second, "admin"), change(second, owner, "admin")]);
    const left = await inTenant((tx) => tx.membership.count({ where: { role: "owner", projectId: null } }));
    expect(left).toBe(1);
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(1);
    await withPlatform((tx) =>
      tx.membership.updateMany({ where: { organizationId: organization.id }, data: { role: "owner" } }),
    );
  }
}, 120_000);

test("removal ends everything: roles by name in projects too, and an open invitation to the address", async () => {
  const project = await makeProject(db.app, organization);
  const whom = await member("member", { id: project.id, role: "admin" });
  await withPlatform((tx) =>
    tx.invitation.create({
      data: {
        organizationId: organization.id,
        email: whom.email ?? "",
        role: "admin",
        expiresAt: new Date(Date.now() + 3_600_000),
      },
    }),
  );
  expect(await remove(owner, whom)).toMatchObject({ ok: true });
  expect(await resolveTenant(callerOfViewer(whom), organization.slug)).toBeNull();
  expect(await rolesOf(whom)).toEqual([]);
  expect(await inTenant((tx) => tx.invitation.findMany({ where: { revokedAt: null } }))).toEqual([]);
  expect((await jobs("projects.apply")).map(({ data }) => data.projectId)).toEqual([project.id]);
  expect(await remove(owner, whom)).toMatchObject({ reason: "member_gone" });
});

test("removal ends the keys and the invitations of whoever is removed, and names the services that they made", async () => {
  const whom = await member("admin");
  const mint = (kind: "personal" | "service", who: Viewer) =>
    inTenant((tx) =>
      tx.key.create({
        data: {
          organizationId: organization.id,
          kind,
          name: `${kind} of ${who.displayName}`,
          userId: kind === "personal" ? who.userId : null,
          organizationRole: kind === "service" ? "member" : null,
          createdBy: who.userId,
          scopes: ["organization:read"],
          expiresAt: new Date(Date.now() + 3_600_000),
        },
      }),
    );
  const [own, service, others] = [
    await mint("personal", whom),
    await mint("service", whom),
    await mint("personal", owner),
  ];
  const invited = await inTenant((tx) =>
    tx.invitation.create({
      data: {
        organizationId: organization.id,
        email: "second@address.example",
        role: "admin",
        invitedBy: whom.userId,
        expiresAt: new Date(Date.now() + 3_600_000),
      },
    }),
  );
  const services = [{ id: service.id, name: service.name }];
  expect(await remove(owner, whom)).toMatchObject({ ok: true, value: { services } });
  const keys = await inTenant((tx) => tx.key.findMany({ where: { organizationId: organization.id } }));
  const ended = keys.filter(({ revokedAt }) => revokedAt !== null).map(({ id }) => id);
  expect(ended).toEqual([own.id]);
  expect(keys.map(({ id }) => id)).toContain(others.id);
  const kept = await inTenant((tx) => tx.invitation.findUniqueOrThrow({ where: { id: invited.id } }));
  expect(kept.revokedAt).not.toBeNull();
});

test("an admin until a date can neither stay longer nor let others; what is less they may leave", async () => {
  const soon = new Date(Date.now() + 3_600_000);
  const [whom, other] = [await member("member"), await member("member")];
  const project = await makeProject(db.app, organization);
  expect(await change(owner, whom, "admin", soon)).toMatchObject({ ok: true });
  const later = new Date(soon.getTime() + 60_000);
  for (const until of [null, later]) {
    expect(await change(whom, whom, "admin", until)).toMatchObject({ reason: "role_own" });
    expect(await change(whom, other, "admin", until)).toMatchObject({ reason: "role_outlasts" });
  }
  const person = whom.userId;
  const own = act(setProjectMemberCommand, whom, { person, role: "admin" }, project.slug);
  expect(await own).toMatchObject({ reason: "role_own" });
  expect(await change(whom, other, "admin", soon)).toMatchObject({ ok: true });
  expect(await change(whom, whom, "member", soon)).toMatchObject({ ok: true });
});

test("a change that had to wait is not made for whoever lost the right meanwhile", async () => {
  const admin = await member("admin");
  const key = randomUUID();
  const client = new pg.Client({ connectionString: db.ownerUrl });
  await client.connect();
  try {
    // Somebody else is at the same key: the change waits after it was allowed.
    await client.query("begin");
    await client.query("select set_config('app.scope', 'platform', true)");
    await client.query(
      "insert into idempotency_keys (actor_id, action, key, fingerprint, result) values ($1, 'domains.add', $2, '', 'null')",
      [admin.userId, key],
    );
    const asked = performTenant(
      addDomainCommand,
      callerOfViewer(admin),
      { org: organization.slug },
      { domain: "late.example" },
      { ...asking, key },
      async () => callerOfViewer(admin),
    );
    const waiting = async () =>
      (await client.query("select from pg_locks where not granted and locktype = 'transactionid'")).rowCount;
    while ((await waiting()) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    await withPlatform((tx) =>
      tx.membership.updateMany({ where: { userId: admin.userId }, data: { role: "member" } }),
    );
    await client.query("rollback");
    expect(await asked).toMatchObject({ ok: false, reason: "forbidden" });
  } finally {
    await client.end();
  }
  expect(await inTenant((tx) => tx.domain.count())).toBe(0);
});

test("nobody of another organization can be given a role, or be removed", async () => {
  const stranger = await makeViewer(db.app);
  await join(db.app, stranger, await makeOrganization(db.app), "member");
  expect(await change(owner, stranger, "admin")).toMatchObject({ reason: "member_gone" });
  expect(await remove(owner, stranger)).toMatchObject({ reason: "member_gone" });
});

test("a membership until a date counts to the second, and its job takes it away with the cluster's rights", async () => {
  const project = await makeProject(db.app, organization);
  const whom = await member("member");
  const until = new Date(Date.now() + 1_500);
  expect(await change(owner, whom, "admin", until)).toMatchObject({ ok: true });
  const [job] = await jobs("members.expire");
  expect(Math.abs((job?.at.getTime() ?? 0) - until.getTime())).toBeLessThan(5);
  expect(await resolveTenant(callerOfViewer(whom), organization.slug)).not.toBeNull();
  const key = { organizationId: organization.id, membershipId: job?.data.membershipId ?? "" };
  expect(await inTenant((tx) => expireMembership(tx, key))).toBeNull();
  await new Promise((resolve) => setTimeout(resolve, until.getTime() - Date.now() + 30));
  // Before any job has run.
  expect(await resolveTenant(callerOfViewer(whom), organization.slug)).toBeNull();
  expect((await inTenant((tx) => listMembers(tx, organization.id))).rows).toHaveLength(1);
  expect(await inTenant((tx) => expireMembership(tx, key))).toMatchObject({ role: "admin" });
  expect(await rolesOf(whom)).toEqual([]);
  expect((await jobs("projects.apply")).length).toBeGreaterThanOrEqual(2);
  expect(await inTenant((tx) => expireMembership(tx, key))).toBeNull();
  expect(project.id).toBeTruthy();
});

test("whoever is given a role is told, and again a day before it ends; who changes their own is not", async () => {
  const whom = await member("admin");
  const until = new Date(Date.now() + 10 * 86_400_000);
  await change(owner, whom, "member", until);
  await change(whom, whom, "billing", until);
  await act(leaveOrganizationCommand, whom, {});
  const told = await inTenant((tx) =>
    tx.email.findMany({ where: { recipient: whom.email ?? "" }, orderBy: { id: "asc" } }),
  );
  const project = null;
  expect(told.map(({ template, params }) => [template, params])).toEqual([
    ["roleGiven", { role: "member", project, until: until.toISOString(), who: owner.displayName }],
    ["roleEnding", { role: "member", project, until: until.toISOString() }],
  ]);
  const starts = (await jobs("emails.send")).map(({ at }) =>
    Math.round((until.getTime() - at.getTime()) / 86_400_000),
  );
  expect(starts).toEqual(expect.arrayContaining([10, 1]));
});

test("what changes nothing is not told, and nobody is told of their roles more than twenty times a day", async () => {
  const whom = await member("member");
  const told = () => inTenant((tx) => tx.email.count({ where: { recipient: whom.email ?? "" } }));
  await change(owner, whom, "member");
  expect(await told()).toBe(0);
  for (let turn = 0; turn < 11; turn++) {
    await change(owner, whom, "billing");
    await change(owner, whom, "member");
  }
  expect(await told()).toBe(20);
  await change(owner, await member("member"), "billing");
  expect(await inTenant((tx) => tx.email.count())).toBe(21);
});

test("a membership that was given longer meanwhile is not ended by the first date's job", async () => {
  const whom = await member("member");
  await change(owner, whom, "member", new Date(Date.now() + 60_000));
  const [row] = await inTenant((tx) => tx.membership.findMany({ where: { userId: whom.userId } }));
  await change(owner, whom, "member", new Date(Date.now() + 7_200_000));
  const key = { organizationId: organization.id, membershipId: row?.id ?? "" };
  const soon = new Date(Date.now() + 120_000);
  expect(await inTenant((tx) => expireMembership(tx, key, soon))).toBeNull();
});

test.each([
  ["in the past", "admin", -1, "date_past"],
  ["of an owner", "owner", 60_000, "owner_stays"],
] as const)("an end %s is refused", async (_, role, ms, reason) => {
  const whom = await member("member");
  expect(await change(owner, whom, role, new Date(Date.now() + ms))).toMatchObject({ reason });
});

test("a project's people: added by address, changed, removed; its admin may, its editor may not", async () => {
  const project = await makeProject(db.app, organization);
  const admin = await member(null, { id: project.id, role: "admin" });
  const editor = await member(null, { id: project.id, role: "editor" });
  const whom = await member("member");
  const set = (who: Viewer, person: string, role: ProjectRole) =>
    act(setProjectMemberCommand, who, { person, role }, project.slug);
  expect(await set(editor, whom.userId, "viewer")).toMatchObject({ reason: "forbidden" });
  expect(await set(admin, whom.email?.toUpperCase() ?? "", "viewer")).toMatchObject({ ok: true });
  expect(await set(admin, whom.userId, "admin")).toMatchObject({ ok: true });
  expect(await set(admin, "nobody@else.example", "viewer")).toMatchObject({ reason: "member_unknown" });
  const place = { organizationId: organization.id, projectId: project.id };
  const { rows: listed } = await inTenant((tx) => listProjectMembers(tx, place));
  const first = await inTenant((tx) => listProjectMembers(tx, place, { limit: 1 }));
  const rest = await inTenant((tx) => listProjectMembers(tx, place, { before: first.older }));
  expect([...first.rows, ...rest.rows]).toEqual(listed);
  expect(await inTenant((tx) => countProjectMembers(tx, place))).toBe(listed.length);
  expect(
    (await inTenant((tx) => listProjectMembers(tx, place, { userId: admin.userId }))).rows,
  ).toMatchObject([
    {
      userId: admin.userId,
      role: "admin",
      viaOrganization: false,
      sources: [{ role: "admin", group: null }],
    },
  ]);
  expect(listed.find(({ userId }) => userId === whom.userId)).toMatchObject({ role: "admin" });
  expect(listed.find(({ userId }) => userId === owner.userId)).toMatchObject({ viaOrganization: true });
  const gone = await act(removeProjectMemberCommand, admin, { userId: whom.userId }, project.slug);
  expect(gone).toMatchObject({ ok: true });
  expect(await rolesOf(whom)).toEqual(["member"]);
  expect((await jobs("projects.apply")).every(({ data }) => data.projectId === project.id)).toBe(true);
});

test("members are listed by name, each once with the role that counts, in pages, and found by how a name begins", async () => {
  const project = await makeProject(db.app, organization);
  for (let n = 0; n < 6; n++) await member(n % 2 ? "member" : "billing", { id: project.id, role: "viewer" });
  const seen: string[] = [];
  let before: string | null = null;
  let back: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listMembers>> = await inTenant((tx) =>
      listMembers(tx, organization.id, { before, limit: 3 }),
    );
    seen.push(...page.rows.map(({ displayName }) => displayName));
    before = page.older;
    back = page.newer;
  } while (before);
  expect(seen).toHaveLength(7);
  const previous = await inTenant((tx) => listMembers(tx, organization.id, { after: back, limit: 3 }));
  expect(previous.rows.map(({ displayName }) => displayName)).toEqual(seen.slice(3, 6));
  expect(new Set(seen).size).toBe(7);
  expect([...seen].sort((a, b) => a.localeCompare(b))).toEqual(seen);
  expect(await inTenant((tx) => countMembers(tx, organization.id))).toBe(7);
  const found = await inTenant((tx) =>
    listMembers(tx, organization.id, { query: owner.displayName.toUpperCase() }),
  );
  expect(found.rows).toMatchObject([{ userId: owner.userId, role: "owner", projects: 0 }]);
  expect((await inTenant((tx) => listMembers(tx, organization.id, { query: "%" }))).rows).toEqual([]);
  expect(await inTenant((tx) => findMember(tx, organization.id, "_@test.example"))).toBeNull();
});
