import "#test/provided.ts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { callerOfViewer } from "#lib/domain/access/caller.ts";
import { performTenant } from "#lib/domain/access/perform.ts";
import { resolveTenant } from "#lib/domain/access/scope.ts";
import { removeDomain } from "#lib/domain/domains/mutations.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { signInUser } from "#lib/domain/identity/mutations.ts";
import { removeFromProject } from "#lib/domain/members/mutations.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { stopSending } from "#lib/infra/jobs/index.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import {
  join,
  makeOrganization,
  makeProject,
  makeViewer,
  type TestOrganization,
  uniqueName,
} from "#test/world.ts";
import { removeMappingCommand, saveMappingCommand } from "./commands.ts";
import { listKnownGroups, listMappings, previewMapping } from "./data.ts";
import type { MappingInput } from "./schema.ts";

const issuer = "https://issuer.test";
const holder = { organizationRole: "owner", projectRole: null, platformAdmin: false } as const;
let db: TestDatabase;
let organization: TestOrganization;
let owner: Viewer;
let domain: string;

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
  owner = await makeViewer(db.app);
  await join(db.app, owner, organization, "owner");
  domain = `${uniqueName("d")}.example`;
  await withPlatform((tx) =>
    tx.domain.create({
      data: { organizationId: organization.id, domain, challenge: "c", verifiedAt: new Date() },
    }),
  );
});

/** Signs somebody in as the provider says they are now. */
const signIn = (name: string, groups: string[], email = `${name}@${domain}`, emailVerified = true) =>
  signInUser({ provider: "test", issuer, subject: name, displayName: name, email, emailVerified, groups });
const inTenant = <T>(work: Parameters<typeof withTenant<T>>[1]) =>
  withTenant({ organizationId: organization.id }, work);
const save = (input: MappingInput, who = owner) =>
  performTenant(
    saveMappingCommand,
    callerOfViewer(who),
    { org: organization.slug },
    input,
    { requestId: "r-test" },
    async () => null,
  );
const mapping = (groupName: string, role: "admin" | "member" | "billing"): MappingInput => ({
  at: "organization",
  issuer,
  groupName,
  role,
});
const rolesOf = async (userId: string) =>
  (await withPlatform((tx) => tx.membership.findMany({ where: { userId }, orderBy: { role: "asc" } }))).map(
    ({ role }) => role,
  );

test("what the preview says is what saving does: would add, remove, change and keep", async () => {
  const group = uniqueName("g");
  const people: string[] = [];
  for (let n = 0; n < 4; n++) people.push((await signIn(uniqueName("p"), [group])).userId);
  const first = mapping(group, "member");
  const preview = await inTenant((tx) => previewMapping(tx, organization.id, first));
  expect(preview.add.map(({ userId }) => userId).sort()).toEqual([...people].sort());
  // Looking changes nothing.
  expect(await rolesOf(people[0] ?? "")).toEqual([]);
  expect(await save(first)).toMatchObject({ ok: true, value: { added: 4, removed: 0, changed: 0 } });

  // Two lose the group without signing in again, as if their claims were mended at the database.
  await withPlatform((tx) =>
    tx.identity.updateMany({ where: { userId: { in: people.slice(0, 2) } }, data: { groups: [] } }),
  );
  const again = await inTenant((tx) => previewMapping(tx, organization.id, first));
  expect(again).toMatchObject({ add: [], change: [], keep: 2 });
  expect(again.remove).toHaveLength(2);
  const raised = mapping(group, "billing");
  expect((await inTenant((tx) => previewMapping(tx, organization.id, raised))).change).toHaveLength(2);
  expect(await save(raised)).toMatchObject({ ok: true, value: { added: 0, removed: 2, changed: 2 } });
  expect(await rolesOf(people[3] ?? "")).toEqual(["billing"]);
});

test("each sign-in follows the claims: a group brings its role, and its absence ends it in the same request", async () => {
  const group = uniqueName("g");
  await save(mapping(group, "member"));
  const name = uniqueName("p");
  const { userId } = await signIn(name, [group]);
  expect(await rolesOf(userId)).toEqual(["member"]);
  await signIn(name, []);
  expect(await rolesOf(userId)).toEqual([]);
  const events = await inTenant((tx) =>
    tx.auditEvent.findMany({ where: { action: "members.follow" }, orderBy: { seq: "asc" } }),
  );
  expect(events.map(({ actorKind, targetId }) => [actorKind, targetId])).toEqual([
    ["system", userId],
    ["system", userId],
  ]);
});

test("of several groups and a name the highest role wins, and what a group ends leaves the others", async () => {
  const [low, high] = [uniqueName("g"), uniqueName("g")];
  await save(mapping(low, "billing"));
  await save(mapping(high, "admin"));
  const name = uniqueName("p");
  const { userId } = await signIn(name, [low, high]);
  const viewer = { ...(await makeViewer(db.app)), userId };
  const roleNow = async () =>
    (await resolveTenant(callerOfViewer(viewer), organization.slug))?.holder.organizationRole;
  expect(await roleNow()).toBe("admin");
  await join(db.app, viewer, organization, "member");
  await signIn(name, [low]);
  expect(await roleNow()).toBe("member");
});

test("a mapping reaches nobody outside: neither another domain, nor an unverified address, nor another issuer", async () => {
  const group = uniqueName("g");
  const outside = await signIn(uniqueName("p"), [group], "somebody@elsewhere.example");
  const unverified = await signIn(uniqueName("p"), [group], `x@${domain}`, false);
  const other = await makeViewer(db.app);
  await withPlatform((tx) =>
    tx.identity.create({
      data: {
        id: newId(),
        userId: other.userId,
        provider: "o",
        issuer: "https://other.test",
        subject: newId(),
        groups: [group],
      },
    }),
  );
  await join(db.app, other, organization, "billing");
  const preview = await inTenant((tx) => previewMapping(tx, organization.id, mapping(group, "admin")));
  expect(preview).toEqual({ add: [], remove: [], change: [], keep: 0 });
  await save(mapping(group, "admin"));
  expect(await rolesOf(outside.userId)).toEqual([]);
  expect(await rolesOf(unverified.userId)).toEqual([]);
  expect(await rolesOf(other.userId)).toEqual(["billing"]);
  // Nor when they sign in again.
  await signIn(uniqueName("p"), [group], "somebody@elsewhere.example");
  expect(await inTenant((tx) => listMappings(tx, organization.id))).toMatchObject([{ people: 0 }]);
});

test("somebody of the organization by name is reached without its domain, until that name's role is taken", async () => {
  const group = uniqueName("g");
  const project = await makeProject(db.app, organization);
  await save({ at: "project", issuer, groupName: group, projectId: project.id, role: "editor" });
  const name = uniqueName("p");
  const { userId } = await signIn(name, [group], `${name}@elsewhere.example`);
  expect(await rolesOf(userId)).toEqual([]);
  const viewer = { ...(await makeViewer(db.app)), userId };
  await join(db.app, viewer, organization, "viewer", project.id);
  await signIn(name, [group], `${name}@elsewhere.example`);
  expect(await rolesOf(userId)).toEqual(["editor", "viewer"]);
  await inTenant((tx) =>
    removeFromProject(
      tx,
      { organizationId: organization.id, projectId: project.id, userId: owner.userId, holder },
      userId,
    ),
  );
  expect(await rolesOf(userId)).toEqual([]);
});

test("removing a mapping ends what it brought and asks the cluster anew", async () => {
  const group = uniqueName("g");
  const project = await makeProject(db.app, organization);
  await save({ at: "project", issuer, groupName: group, projectId: project.id, role: "viewer" });
  const { userId } = await signIn(uniqueName("p"), [group]);
  expect(await rolesOf(userId)).toEqual(["viewer"]);
  const [row] = await inTenant((tx) => listMappings(tx, organization.id));
  const asked = () =>
    withPlatform(
      (tx) => tx.$queryRaw<{ id: string }[]>`
        select id from pgboss.job where name = 'projects.apply' and data->>'projectId' = ${project.id}`,
    );
  const before = (await asked()).length;
  const removed = await performTenant(
    removeMappingCommand,
    callerOfViewer(owner),
    { org: organization.slug },
    { mappingId: row?.id ?? "" },
    { requestId: "r-test" },
    async () => null,
  );
  expect(removed).toMatchObject({ ok: true, value: { removed: 1 } });
  expect(await rolesOf(userId)).toEqual([]);
  expect((await asked()).length).toBe(before + 1);
});

test("with the domain that let people in, what groups brought them ends; who is of the organization by name keeps it", async () => {
  const group = uniqueName("g");
  const project = await makeProject(db.app, organization);
  await save({ at: "project", issuer, groupName: group, projectId: project.id, role: "editor" });
  const [stranger, known] = [await signIn(uniqueName("p"), [group]), await signIn(uniqueName("p"), [group])];
  await join(db.app, { ...owner, userId: known.userId }, organization, "member");
  expect(await rolesOf(stranger.userId)).toEqual(["editor"]);
  const removed = await inTenant(async (tx) => {
    const { id } = await tx.domain.findFirstOrThrow({ where: { organizationId: organization.id } });
    return removeDomain(tx, id);
  });
  expect(removed).toMatchObject({ ok: true, value: { rolesEnded: 1 } });
  expect(await rolesOf(stranger.userId)).toEqual([]);
  expect(await rolesOf(known.userId)).toEqual(["editor", "member"]);
});

test("whom a group brings into the organization gets a project of their own, where the platform gives one", async () => {
  const settings = (personalProjects: boolean) =>
    withPlatform((tx) =>
      tx.platformSettings.update({ where: { id: 1 }, data: { data: { personalProjects } } }),
    );
  const group = uniqueName("g");
  await save(mapping(group, "member"));
  await settings(true);
  try {
    const { userId } = await signIn(uniqueName("p"), [group]);
    const made = await inTenant((tx) => tx.project.findMany({ where: { ownerUserId: userId } }));
    expect(made).toMatchObject([{ kind: "personal", createdBy: userId }]);
  } finally {
    await settings(false);
  }
});

test("a mapping reaches nobody whose membership by name has ended", async () => {
  const group = uniqueName("g");
  const name = uniqueName("p");
  const { userId } = await signIn(name, [group], `${name}@elsewhere.example`);
  await join(db.app, { ...owner, userId }, organization, "member");
  const added = async () =>
    (await inTenant((tx) => previewMapping(tx, organization.id, mapping(group, "billing")))).add.length;
  expect(await added()).toBe(1);
  await withPlatform((tx) =>
    tx.membership.updateMany({ where: { userId }, data: { expiresAt: new Date(0) } }),
  );
  expect(await added()).toBe(0);
});

test("the cluster is asked anew when somebody comes to carry a group, or no more, also whom no mapping reaches", async () => {
  const group = uniqueName("g");
  const project = await makeProject(db.app, organization);
  await save({ at: "project", issuer, groupName: group, projectId: project.id, role: "viewer" });
  const asked = async () =>
    (
      await withPlatform(
        (tx) => tx.$queryRaw<object[]>`
          select id from pgboss.job where name = 'projects.apply' and data->>'projectId' = ${project.id}`,
      )
    ).length;
  const name = uniqueName("p");
  const come = (groups: string[]) => signIn(name, groups, `${name}@elsewhere.example`);
  const seen = [await asked()];
  for (const groups of [[group], [group], []]) {
    await come(groups);
    seen.push(await asked());
  }
  const [before = 0] = seen;
  expect(seen).toEqual([before, before + 1, before + 1, before + 2]);
});

test("whoever's own role ends lets no group bring one", async () => {
  const admin = await makeViewer(db.app);
  await join(db.app, admin, organization, "admin");
  await withPlatform((tx) =>
    tx.membership.updateMany({
      where: { userId: admin.userId },
      data: { expiresAt: new Date(Date.now() + 3_600_000) },
    }),
  );
  const input = mapping(uniqueName("g"), "member");
  expect(await save(input, admin)).toMatchObject({ ok: false, reason: "role_outlasts", field: "role" });
});

test("a group makes no owner, and an admin of the organization may map no more than admin", async () => {
  const input = { ...mapping(uniqueName("g"), "admin"), role: "owner" } as unknown as MappingInput;
  expect(await save(input)).toMatchObject({ ok: false, reason: "role_form", field: "role" });
});

test("an organization has so many mappings and no more; one that stands may change", async () => {
  const own = await makeOrganization(db.app);
  const chief = await makeViewer(db.app);
  await join(db.app, chief, own, "owner");
  const of = (groupName: string, role: "member" | "billing") =>
    performTenant(
      saveMappingCommand,
      callerOfViewer(chief),
      { org: own.slug },
      { at: "organization", issuer, groupName, role },
      { requestId: "r-groups" },
      async () => null,
    );
  await withTenant({ organizationId: own.id }, (tx) =>
    tx.groupMapping.createMany({
      data: Array.from({ length: 499 }, (_, n) => ({
        organizationId: own.id,
        issuer,
        groupName: `g${n}`,
        role: "member",
      })),
    }),
  );
  expect(await of("last", "member")).toMatchObject({ ok: true });
  expect(await of("more", "member")).toMatchObject({ reason: "mappings_most", values: { most: 500 } });
  expect(await of("last", "billing")).toMatchObject({ ok: true });
});

test("the groups that members carry are offered, and no stranger's", async () => {
  const group = uniqueName("g");
  await signIn(uniqueName("p"), [`${group}-foreign`], "a@elsewhere.example");
  const name = uniqueName("p");
  const { userId } = await signIn(name, [group]);
  await join(db.app, { ...owner, userId }, organization, "member");
  const known = await inTenant((tx) => listKnownGroups(tx, organization.id));
  expect(known).toEqual([{ issuer, groups: [group] }]);
});
