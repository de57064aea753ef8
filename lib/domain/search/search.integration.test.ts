import "#test/provided.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { prisma } from "#lib/infra/db/client.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer } from "#test/world.ts";
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
