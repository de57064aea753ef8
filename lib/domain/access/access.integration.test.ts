import "#test/provided.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { prisma } from "#lib/infra/db/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer, type TestOrganization } from "#test/world.ts";
import { callerOfViewer } from "./caller.ts";
import { type ClusterNames, listSubjects } from "./data.ts";
import { explain, type Subject } from "./explain.ts";
import { noteLook } from "./mutations.ts";
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
  inTenant((tx) => listSubjects(tx, { organizationId: of.id, projectId }, names), of);
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

  test("holds service tokens with what they are narrowed to, and none that is revoked or of another project", async () => {
    const other = await makeProject(db.app, organization);
    const token = (name: string, more: object) => ({
      id: newId(),
      kind: "service",
      organizationId: organization.id,
      name,
      prefix: "ptc_org",
      lastFour: "abcd",
      tokenHash: new Uint8Array(Buffer.from(name.padEnd(32, "."))),
      scopes: ["read"],
      expiresAt: new Date(Date.now() + 86_400_000),
      ...more,
    });
    const editor = { projectId: project.id, projectRole: "editor" };
    await inTenant((tx) =>
      tx.token.createMany({
        data: [
          token("reads", editor),
          token("revoked", { ...editor, revokedAt: new Date() }),
          token("elsewhere", { projectId: other.id, projectRole: "editor" }),
        ],
      }),
    );
    const here = await subjects();
    const reads = named(here, "reads");
    expect(reads).toMatchObject({ kind: "token", cluster: null, detail: "ptc_org…abcd" });
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
    { by: "resource", resource: "secrets" },
    { by: "resource", resource: "sessions" },
  ],
])("a question of an address that nobody wrote so is the usual one: %j", (asked, question) => {
  expect(accessQuery("project", asked)).toMatchObject(question);
});
