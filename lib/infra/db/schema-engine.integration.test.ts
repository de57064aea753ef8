import "#test/provided.ts";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { schemaDrift } from "./schema-engine.ts";

const schema = fileURLToPath(new URL("../../../prisma/schema", import.meta.url));
let database: TestDatabase;
let folder: string;

beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(join(tmpdir(), "portico-schema-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
  await database.drop();
});

/** The schema as it would be after a change that no migration makes. */
async function changed(file: string, from: string, to: string): Promise<string> {
  for (const name of await readdir(schema)) {
    const text = await readFile(join(schema, name), "utf8");
    if (name === file) expect(text).toContain(from);
    await writeFile(join(folder, name), name === file ? text.replace(from, to) : text);
  }
  return folder;
}

/** The keys that the schema language cannot say: in them, a column without a value is equal to another such. */
const nullsNotDistinct = ["audit_events_chain", "group_mappings_once", "memberships_once"]
  .map((name) => `-- DropIndex\nDROP INDEX "${name}";\n`)
  .join("\n");

test("the migrations make the tables that the schema says", async () => {
  expect(await schemaDrift(database.ownerUrl, schema)).toBe(nullsNotDistinct);
});

test.each([
  [
    "a column",
    "projects.prisma",
    "slug                String",
    "slug String\n  motto String",
    'ADD COLUMN     "motto"',
  ],
  ["a type", "projects.prisma", "attempt        Int ", "attempt        BigInt ", 'COLUMN "attempt"'],
  ["a key", "projects.prisma", "@@unique([projectId, kind, name])", "", "DROP INDEX"],
  ["a table", "audit.prisma", '@@map("audit_events")', '@@map("audit_rows")', 'CREATE TABLE "audit_rows"'],
])("%s that the schema says and no migration makes is found", async (_, file, from, to, sql) => {
  expect(await schemaDrift(database.ownerUrl, await changed(file, from, to))).toContain(sql);
});
