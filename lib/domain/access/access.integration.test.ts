import "#test/provided.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { mintKey } from "#lib/infra/crypto/key.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import {
  join,
  makeOrganization,
  makeProject,
  makeViewer,
  secretOf,
  type TestOrganization,
  uniqueName,
} from "#test/world.ts";
import { readAnswer } from "./answer.ts";
import { callerOfViewer } from "./caller.ts";
import {
  type Asked,
  type ClusterNames,
  countSubjects,
  getSubject,
  listSubjects,
  namedInPortal,
} from "./data.ts";
import { type Bound, explain, permissionsAt, type Subject, subjectKey } from "./explain.ts";
import { noteLook, noteRefusal, pageTarget } from "./mutations.ts";
import { organizationRoles, projectRoles } from "./permissions.ts";
import { whyRefused } from "./refusal.ts";
import { accessQuery } from "./schema.ts";
import { resolveTenant } from "./scope.ts";

let db: TestDatabase;
let organization: TestOrganization;
let project: { id: string };
const names: ClusterNames = {
  issuer: "https://issuer.test",
  subjectPrefix: "oidc:",
  groupPrefix: "idp:",
};

beforeAll(async () => {
  db = await createTestDatabase();
  organization = await makeOrganization(db.app);
  project = await makeProject(db.app, organization);
});
afterAll(async () => {
  await prisma().$disconnect();
  await db?.drop();
});

const inTenant = <T>(work: Parameters<typeof withTenant<T>>[1], of = organization) =>
  withTenant({ organizationId: of.id, actorId: newId() }, work);
const subjects = (projectId: string | null = project.id, of = organization) =>
  inTenant(async (tx) => (await listSubjects(tx, { organizationId: of.id, projectId }, names)).rows, of);
const named = (all: Subject[], name: string) => all.find((subject) => subject.name === name);

describe("who has a role at a place", () => {
  test("is everybody with one in the project, or one in the organization that reaches into it", async () => {
    const [owner, member, viewer, elsewhere] = await Promise.all([
      makeViewer(db.app),
      makeViewer(db.app),
      makeViewer(db.app),
      makeViewer(db.app),
    ]);
    const other = await makeProject(db.app, organization);
    await join(db.app, owner, organization, "owner");
    await join(db.app, member, organization, "member");
    await join(db.app, viewer, organization, "viewer", project.id);
    await join(db.app, elsewhere, organization, "admin", other.id);
    const here = await subjects();
    const found = [owner, member, viewer, elsewhere].map((one) => named(here, one.displayName));
    expect(found.map((one) => one?.grants.map(({ at, role }) => `${at} ${role}`))).toEqual([
      ["organization owner"],
      undefined,
      ["project viewer"],
      undefined,
    ]);
    expect(found[2]?.cluster).toEqual({ user: `oidc:${viewer.displayName}`, groups: [] });
    const all = await subjects(null);
    expect([owner, member, viewer].map((one) => Boolean(named(all, one.displayName)))).toEqual([
      true,
      true,
      false,
    ]);
  });

  test("says by name, by group and until when; what has ended is no reason", async () => {
    const person = await makeViewer(db.app);
    const until = new Date(Date.now() + 3_600_000);
    await inTenant(async (tx) => {
      const mapping = await tx.groupMapping.create({
        data: {
          id: newId(),
          organizationId: organization.id,
          issuer: "https://issuer.test",
          groupName: "nm-eval",
          projectId: project.id,
          role: "editor",
        },
      });
      const row = { organizationId: organization.id, projectId: project.id, userId: person.userId };
      await tx.membership.create({ data: { ...row, role: "editor", mappingId: mapping.id } });
      await tx.membership.create({ data: { ...row, role: "viewer", expiresAt: until } });
    });
    const here = await subjects();
    expect(named(here, person.displayName)?.grants).toEqual(
      expect.arrayContaining([
        { at: "project", role: "editor", group: "nm-eval", until: null },
        { at: "project", role: "viewer", group: null, until },
      ]),
    );
    expect(here.find(({ kind }) => kind === "group")).toMatchObject({
      name: "nm-eval",
      cluster: { user: "", groups: ["idp:nm-eval"] },
    });
    await inTenant((tx) =>
      tx.membership.updateMany({
        where: { userId: person.userId, expiresAt: { not: null } },
        data: { expiresAt: new Date(Date.now() - 1000) },
      }),
    );
    expect(named(await subjects(), person.displayName)?.grants).toHaveLength(1);
  });

  test("holds service keys with what they are narrowed to, and none that is revoked or of another project", async () => {
    const other = await makeProject(db.app, organization);
    const key = (name: string, more: object) => ({
      id: newId(),
      kind: "service",
      organizationId: organization.id,
      name,
      scopes: ["sessions:read"],
      expiresAt: new Date(Date.now() + 86_400_000),
      ...more,
    });
    const editor = { projectId: project.id, projectRole: "editor" };
    const minted = mintKey("ptc_svc_");
    await inTenant(async (tx) => {
      await tx.key.create({
        data: { ...key("reads", editor), secrets: secretOf(organization.id, minted) },
      });
      await tx.key.createMany({
        data: [
          key("revoked", { ...editor, revokedAt: new Date() }),
          key("elsewhere", { projectId: other.id, projectRole: "editor" }),
        ],
      });
    });
    const here = await subjects();
    const reads = named(here, "reads");
    expect(reads).toMatchObject({
      kind: "key",
      cluster: null,
      detail: `${minted.prefix}…${minted.lastFour}`,
    });
    expect(explain(reads!, "sessions:read")).toMatchObject({ can: true });
    expect(explain(reads!, "sessions:create")).toMatchObject({ can: false, why: "scope" });
    expect([named(here, "revoked"), named(here, "elsewhere")]).toEqual([undefined, undefined]);
  });

  test("is nobody of another organization, though its project is asked about", async () => {
    const rival = await makeOrganization(db.app);
    const owner = await makeViewer(db.app);
    await join(db.app, owner, rival, "owner");
    expect((await subjects(project.id, rival)).map(({ name }) => name)).toEqual([owner.displayName]);
    expect(named(await subjects(), owner.displayName)).toBeUndefined();
  });
});

describe("a list of any length", () => {
  let own: TestOrganization;
  let within: { id: string };
  const grantable = ["admin", "member", "editor", "viewer"];
  beforeAll(async () => {
    own = await makeOrganization(db.app);
    within = await makeProject(db.app, own);
    const other = await makeProject(db.app, own);
    // Every pair of roles, one in the organization and one in a project, one or both of them for a time.
    for (const [at, organizationRole] of [null, ...organizationRoles].entries())
      for (const projectRole of [null, ...projectRoles]) {
        const viewer = await makeViewer(db.app, uniqueName(projectRole === "editor" ? "Same" : "p"));
        await join(db.app, viewer, own, "viewer", other.id);
        if (organizationRole) await join(db.app, viewer, own, organizationRole);
        if (projectRole) await join(db.app, viewer, own, projectRole, within.id);
        await inTenant(async (tx) => {
          if (at % 2)
            await tx.membership.updateMany({
              where: { userId: viewer.userId, role: { not: "owner" } },
              data: { expiresAt: new Date(Date.now() + 3_600_000) },
            });
          if (organizationRole === "member" && projectRole === null) {
            const issuer = "https://issuer.test";
            const mapping = {
              id: newId(),
              organizationId: own.id,
              issuer,
              groupName: "bills",
              role: "billing",
            };
            await tx.groupMapping.create({ data: mapping });
            const row = {
              organizationId: own.id,
              userId: viewer.userId,
              role: "billing",
              mappingId: mapping.id,
            };
            await tx.membership.create({ data: row });
          }
        }, own);
        if (organizationRole === "billing" && projectRole)
          await withPlatform(
            (tx) => tx.user.update({ where: { id: viewer.userId }, data: { suspendedAt: new Date() } }),
            db.app,
          );
      }
    await inTenant(async (tx) => {
      for (const role of projectRoles)
        await tx.groupMapping.create({
          data: {
            id: newId(),
            organizationId: own.id,
            issuer: "https://issuer.test",
            groupName: `g-${role}`,
            projectId: within.id,
            role,
          },
        });
      const scopesOf = [["sessions:read"], ["sessions:read", "sessions:write", "members:write"]];
      for (const [at, scopes] of scopesOf.entries())
        for (const role of grantable) {
          const there = role === "editor" || role === "viewer";
          await tx.key.create({
            data: {
              kind: "service",
              organizationId: own.id,
              name: `${role}-${at}`,
              scopes,
              expiresAt: new Date(Date.now() + 86_400_000),
              ...(there ? { projectId: within.id, projectRole: role } : { organizationRole: role }),
            },
          });
        }
    }, own);
  });

  const all = async (projectId: string | null, asked: Asked, size: number) => {
    const place = { organizationId: own.id, projectId };
    const found: Subject[] = [];
    let before: string | null = null;
    do {
      const at = { before, after: null };
      const page: Awaited<ReturnType<typeof listSubjects>> = await inTenant(
        (tx) => listSubjects(tx, place, names, asked, at, size),
        own,
      );
      found.push(...page.rows);
      before = page.older;
    } while (before);
    return found;
  };

  test("names everybody once, in pages of any size, people before groups before keys", async () => {
    for (const projectId of [null, within.id]) {
      const whole = await all(projectId, {}, 1000);
      const keys = whole.map(subjectKey);
      expect(new Set(keys).size).toBe(keys.length);
      expect((await all(projectId, {}, 3)).map(subjectKey)).toEqual(keys);
      const kinds = whole.map(({ kind }) => ["person", "group", "key"].indexOf(kind));
      expect(kinds).toEqual(kinds.toSorted());
    }
    const back = await inTenant(async (tx) => {
      const place = { organizationId: own.id, projectId: null };
      const first = await listSubjects(tx, place, names, {}, undefined, 4);
      const next = await listSubjects(tx, place, names, {}, { before: first.older, after: null }, 4);
      const again = await listSubjects(tx, place, names, {}, { before: null, after: next.newer }, 4);
      return [first.rows, again.rows, next.rows].map((rows) => rows.map(subjectKey));
    }, own);
    expect(back[1]).toEqual(back[0]);
    expect(back[2]).not.toEqual(back[0]);
  });

  test("counts and divides as `explain` does, for every permission", async () => {
    for (const [at, projectId] of [["organization", null] as const, ["project", within.id] as const]) {
      const everybody = await all(projectId, {}, 1000);
      const place = { organizationId: own.id, projectId };
      for (const permission of permissionsAt(at)) {
        const answers = everybody.map((one) => ({ one, answer: explain(one, permission) }));
        const able = answers.filter(({ answer }) => answer.can);
        expect((await all(projectId, { permission, can: true }, 1000)).map(subjectKey), permission).toEqual(
          able.map(({ one }) => subjectKey(one)),
        );
        const unable = await all(projectId, { permission, can: false }, 1000);
        expect(unable.length + able.length).toBe(everybody.length);
        const counts = await inTenant((tx) => countSubjects(tx, place, names, permission), own);
        const sum = (of: "count" | "forNow") =>
          counts.reduce((total, row) => total + (row.can ? row[of] : 0), 0);
        expect([sum("count"), sum("forNow")], permission).toEqual([
          able.length,
          able.filter(({ answer }) => answer.until).length,
        ]);
      }
    }
  });

  test("finds by how a name or an address begins, also people with a role in projects only", async () => {
    const found = await all(null, { q: "SAME", everywhere: true }, 1000);
    expect(found).toHaveLength(organizationRoles.length + 1);
    expect((await all(null, { q: "same" }, 1000)).length).toBe(organizationRoles.length);
    const one = found.find(({ grants }) => grants.length > 0);
    expect(await all(null, { q: one?.detail ?? "?" }, 1000)).toEqual([one]);
    expect(await all(null, { q: "%" }, 1000)).toEqual([]);
  });

  test("an edge that nobody gave is no edge", async () => {
    const place = { organizationId: own.id, projectId: null };
    const at = { before: "[1,2]", after: null };
    const page = await inTenant((tx) => listSubjects(tx, place, names, {}, at, 2), own);
    expect(page.rows).toHaveLength(2);
  });
});

test("of whom the cluster binds, the portal knows those with a role there", async () => {
  const person = await makeViewer(db.app);
  const gone = await makeViewer(db.app);
  await join(db.app, person, organization, "editor", project.id);
  const bound = (kind: string, name: string): Bound => ({ binding: "b", role: "r", kind, name, ours: true });
  const place = { organizationId: organization.id, projectId: project.id };
  const known = await inTenant((tx) =>
    namedInPortal(tx, place, names, [
      bound("User", `oidc:${person.displayName}`),
      bound("User", `oidc:${gone.displayName}`),
      bound("Group", "idp:nm-eval"),
      bound("Group", "idp:nobodys"),
      bound("ServiceAccount", "system:serviceaccount:p:x"),
    ]),
  );
  expect([...known].sort()).toEqual(["Group/idp:nm-eval", `User/oidc:${person.displayName}`]);
});

test("of one person: every role in projects, keys, open invitations; nobody of another organization", async () => {
  const own = await makeOrganization(db.app);
  const [first, second] = [await makeProject(db.app, own), await makeProject(db.app, own)];
  const [person, stranger] = [await makeViewer(db.app), await makeViewer(db.app)];
  await join(db.app, person, own, "editor", first.id);
  await join(db.app, person, own, "viewer", second.id);
  const place = { organizationId: own.id, projectId: null };
  const key = (name: string, kind: string, more: object) => ({
    organizationId: own.id,
    name,
    kind,
    scopes: ["sessions:read"],
    expiresAt: new Date(Date.now() + 86_400_000),
    ...more,
  });
  await inTenant(async (tx) => {
    await tx.key.createMany({
      data: [
        key("mine", "personal", { userId: person.userId }),
        key("over", "personal", { userId: person.userId, revokedAt: new Date() }),
        key("made", "service", {
          createdBy: person.userId,
          projectId: first.id,
          projectRole: "viewer",
        }),
      ],
    });
    await tx.invitation.create({
      data: {
        organizationId: own.id,
        email: person.email ?? "",
        role: "member",
        expiresAt: new Date(Date.now() + 86_400_000),
      },
    });
  }, own);
  const asked = accessQuery("organization", { by: "person", person: `person:${person.userId}` });
  const answer = await inTenant((tx) => readAnswer(tx, place, names, asked), own);
  expect(answer).toMatchObject({
    by: "person",
    subject: { name: person.displayName, grants: [] },
    reach: {
      projects: expect.arrayContaining([
        expect.objectContaining({ slug: first.slug, role: "editor" }),
        expect.objectContaining({ slug: second.slug, role: "viewer" }),
      ]),
      keys: [
        { name: "made", service: true },
        { name: "mine", service: false },
      ],
      invitations: [{ role: "member", project: null }],
    },
  });
  for (const key of [`person:${stranger.userId}`, "person:1", "group:none", "bot:x", ""])
    expect(await inTenant((tx) => getSubject(tx, place, names, key), own), key).toBeNull();
});

test("looking is in the organization's audit log, with the question", async () => {
  const own = await makeOrganization(db.app);
  const owner = await makeViewer(db.app);
  await join(db.app, owner, own, "owner");
  const scope = (await resolveTenant(callerOfViewer(owner), own.slug))!;
  const query = accessQuery("organization", { by: "permission", permission: "members:manage" });
  const other = accessQuery("organization", { by: "permission", permission: "audit:read" });
  for (const asked of [query, query, other]) await inTenant((tx) => noteLook(tx, scope, asked), own);
  const rows = await inTenant(
    (tx) => tx.auditEvent.findMany({ where: { action: "access.look" }, orderBy: { seq: "asc" } }),
    own,
  );
  const common = { actorUserId: owner.userId, outcome: "allowed", targetKind: "permission" };
  expect(rows, "the same question once").toMatchObject([
    { ...common, targetId: "members:manage" },
    { ...common, targetId: "audit:read" },
  ]);
});

test("who was refused a page reads what they are, what it needs and who can give it; the names only if they see people", async () => {
  const own = await makeOrganization(db.app);
  const within = await makeProject(db.app, own);
  const [owner, biller, viewer] = [
    await makeViewer(db.app),
    await makeViewer(db.app),
    await makeViewer(db.app),
  ];
  await join(db.app, owner, own, "owner");
  await join(db.app, biller, own, "billing");
  await join(db.app, viewer, own, "viewer", within.id);
  const refuse = async (who: Viewer, path: string, permission: string, projectId?: string) => {
    await noteRefusal(
      callerOfViewer(who),
      { organizationId: own.id, projectId },
      {
        action: "pages.open",
        reason: "forbidden",
        requestId: "r-0123456789abcdef",
        target: pageTarget(path),
        detail: { permission },
      },
    );
    return whyRefused(callerOfViewer(who), path, names);
  };
  expect(await refuse(biller, `/orgs/${own.slug}/projects/new`, "projects:create")).toEqual({
    place: { org: own.slug, project: null, name: own.slug },
    role: "billing",
    permission: "projects:create",
    roles: ["owner", "admin", "member"],
    givers: [owner.displayName],
    requestId: "r-0123456789abcdef",
  });
  const path = `/orgs/${own.slug}/projects/${within.slug}/access?by=person`;
  expect(await refuse(viewer, path, "project-access:read", within.id)).toMatchObject({
    place: { project: within.slug },
    role: "viewer",
    roles: ["admin"],
    givers: [],
  });
  const other = `/orgs/${own.slug}/projects/${within.slug}/access?by=permission`;
  const another = await refuse(viewer, other, "project-access:read", within.id);
  expect(another, "a second page of the same permission").toMatchObject({
    permission: "project-access:read",
  });
  expect(await whyRefused(callerOfViewer(owner), path, names), "another's refusal").toBeNull();
  expect(await whyRefused(callerOfViewer(await makeViewer(db.app)), path, names), "a stranger").toBeNull();
});

test.each([
  [{}, { by: "permission", permission: "sessions:create", person: null, resource: "sessions" }],
  [
    { by: "person", person: "person:1" },
    { by: "person", person: "person:1" },
  ],
  [
    { by: ["person", "resource"], permission: "platform:read" },
    { by: "permission", permission: "sessions:create" },
  ],
  [
    { by: "cluster", before: "x".repeat(600) },
    { by: "cluster", before: null },
  ],
  [
    { by: "resource", resource: "secrets" },
    { by: "resource", resource: "sessions" },
  ],
])("a question of an address that nobody wrote so is the usual one: %j", (asked, question) => {
  expect(accessQuery("project", asked)).toMatchObject(question);
});
