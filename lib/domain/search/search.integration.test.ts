import "#test/provided.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mintKey } from "#lib/infra/crypto/key.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer, secretOf, uniqueName } from "#test/world.ts";
import { searchOwn } from "./data.ts";

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(async () => {
  await prisma().$disconnect();
  await db?.drop();
});

test("the search finds by prefix, in any letter case, what one may see and nothing of a neighbour", async () => {
  const [ours, theirs] = await Promise.all([makeOrganization(db.app), makeOrganization(db.app)]);
  const mine = await makeProject(db.app, ours, { slug: "atlas-one" });
  await makeProject(db.app, ours, { slug: "atlas-two" });
  await makeProject(db.app, ours, { slug: "far-atlas" });
  await makeProject(db.app, theirs, { slug: "atlas-theirs" });
  const [owner, member] = await Promise.all([makeViewer(db.app), makeViewer(db.app)]);
  await join(db.app, owner, ours, "owner");
  await join(db.app, member, ours, "viewer", mine.id);

  const found = async (viewer: typeof owner) =>
    (await searchOwn(viewer, "ATLAS")).projects.map(({ slug }) => slug);
  expect(await found(owner)).toEqual(["atlas-one", "atlas-two"]);
  expect(await found(member)).toEqual(["atlas-one"]);
  expect(await found(await makeViewer(db.app))).toEqual([]);
});

test("signs that mean something to a pattern mean themselves in a search", async () => {
  const organization = await makeOrganization(db.app);
  await makeProject(db.app, organization, { slug: "plain" });
  const owner = await makeViewer(db.app);
  await join(db.app, owner, organization, "owner");
  expect((await searchOwn(owner, "%")).projects).toEqual([]);
  expect((await searchOwn(owner, "_lain")).projects).toEqual([]);
});

test("the search finds organizations, people and keys, each only for whom may see them", async () => {
  const ours = await makeOrganization(db.app, uniqueName("zeta"));
  const project = await makeProject(db.app, ours);
  const [owner, member, viewer, stranger] = await Promise.all([
    makeViewer(db.app, uniqueName("Zeta-o")),
    makeViewer(db.app, uniqueName("zeta-m")),
    makeViewer(db.app, uniqueName("zeta-v")),
    makeViewer(db.app),
  ]);
  await join(db.app, owner, ours, "owner");
  await join(db.app, member, ours, "member");
  await join(db.app, viewer, ours, "viewer", project.id);
  await join(db.app, stranger, await makeOrganization(db.app), "owner");
  const key = (name: string, kind: string, userId: string | null) => ({
    organizationId: ours.id,
    name,
    kind,
    userId,
    scopes: ["organization:read"],
    expiresAt: new Date(Date.now() + 86_400_000),
    ...(kind === "service" ? { organizationRole: "member" } : {}),
  });
  await withTenant({ organizationId: ours.id, userId: owner.userId }, (tx) =>
    tx.key.createMany({
      data: [
        key(`zeta service ${ours.slug}`, "service", null),
        key(`zeta own ${ours.slug}`, "personal", member.userId),
        { ...key(`zeta over ${ours.slug}`, "service", null), revokedAt: new Date() },
      ],
    }),
  );
  const found = async (who: typeof owner) => {
    const { organizations, members, keys } = await searchOwn(who, "zeta");
    return [
      organizations.length,
      members.map(({ displayName }) => displayName.slice(0, 6).toLowerCase()),
      keys.map(({ name, own }) => `${name.split(" ")[1]}${own ? " mine" : ""}`),
    ];
  };
  const people = ["zeta-m", "zeta-o", "zeta-v"];
  expect(await found(owner)).toEqual([1, people, ["own", "service"]]);
  expect(await found(member)).toEqual([1, people, ["own mine"]]);
  expect(await found(viewer)).toEqual([1, [], []]);
  expect(await found(stranger)).toEqual([0, [], []]);

  // By the beginning of its text, or all of it: a key that somebody pastes.
  const minted = mintKey("ptc_usr_");
  await withTenant({ organizationId: ours.id }, (tx) =>
    tx.key.create({
      data: { ...key("pasted", "personal", member.userId), secrets: secretOf(ours.id, minted) },
    }),
  );
  const pasted = async (who: typeof owner, text: string) => (await searchOwn(who, text)).keys.length;
  expect(await pasted(member, minted.prefix.slice(0, 12))).toBe(1);
  expect(await pasted(owner, minted.text)).toBe(1);
  expect(await pasted(viewer, minted.text)).toBe(0);

  // Who manages a project's keys finds them, and by how it begins also one that works no more.
  const chief = await makeViewer(db.app);
  await join(db.app, chief, ours, "admin", project.id);
  const ended = mintKey("ptc_usr_");
  const bound = { ...key("zeta bound", "personal", member.userId), projectId: project.id };
  await withTenant({ organizationId: ours.id }, (tx) =>
    tx.key.create({ data: { ...bound, revokedAt: new Date(), secrets: secretOf(ours.id, ended) } }),
  );
  await withTenant({ organizationId: ours.id }, (tx) => tx.key.create({ data: bound }));
  expect((await searchOwn(chief, "zeta")).keys).toMatchObject([{ name: "zeta bound", own: false }]);
  expect(await pasted(chief, ended.prefix)).toBe(1);
  expect(await pasted(chief, minted.text)).toBe(0);
  expect((await searchOwn(viewer, "zeta")).keys).toEqual([]);
});

test("the search finds credentials for whoever may open their pages: the organization's, and those of a project", async () => {
  const ours = await makeOrganization(db.app);
  const [mine, other] = [await makeProject(db.app, ours), await makeProject(db.app, ours)];
  await withTenant({ organizationId: ours.id }, (tx) =>
    tx.credential.createMany({
      data: [null, mine.id, other.id].map((projectId, at) => ({
        ...{ organizationId: ours.id, projectId, kind: "jira", name: `omega-${at}` },
        secretKey: `jira-api-token.omega-${at}`,
      })),
    }),
  );
  const found = async (role: Parameters<typeof join>[3], projectId?: string) => {
    const viewer = await makeViewer(db.app);
    await join(db.app, viewer, ours, role, projectId);
    return (await searchOwn(viewer, "OMEGA")).credentials.map(({ name, project }) => [name, project?.slug]);
  };
  const all = [
    ["omega-0", undefined],
    ["omega-1", mine.slug],
    ["omega-2", other.slug],
  ];
  expect(await found("owner")).toEqual(all);
  expect(await found("admin", mine.id)).toEqual([["omega-1", mine.slug]]);
  for (const role of ["editor", "viewer"] as const) expect(await found(role, mine.id), role).toEqual([]);
  for (const role of ["member", "billing"] as const) expect(await found(role), role).toEqual([]);
});
