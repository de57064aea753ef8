import "#test/provided.ts";
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { recordAudit } from "#lib/domain/audit/mutations.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { makeOrganization, type TestOrganization } from "#test/world.ts";
import { sealChains, sealedSince } from "#worker/audit/seal.ts";

let database: TestDatabase;
let owner: pg.Client;
let dir: string;
let organization: TestOrganization;
const keys = [{ id: "k1", secret: "1".repeat(32) }];

beforeAll(async () => {
  database = await createTestDatabase();
  process.env.PORTICO_DATABASE_URL = database.workerUrl;
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
  dir = await mkdtemp(join(tmpdir(), "portico-verify-"));
  organization = await makeOrganization(database.app);
  const actor = { kind: "system", userId: null, name: "Portico", via: "system" } as const;
  for (const organizationId of [organization.id, organization.id, null])
    await withPlatform((tx) =>
      recordAudit(tx, { action: "test", outcome: "allowed", actor, requestId: "r", organizationId }),
    );
  await sealChains(keys);
});
afterAll(async () => {
  await prisma().$disconnect();
  await owner?.end();
  await database?.drop();
  await rm(dir, { recursive: true, force: true });
});

function verify(args: string[] = [], env: Record<string, string> = {}) {
  const environment = {
    NODE_ENV: "test" as const,
    PATH: process.env.PATH ?? "",
    PORTICO_DATABASE_URL: database.workerUrl,
    PORTICO_AUDIT_KEYS: JSON.stringify(keys),
    ...env,
  };
  const script = join(import.meta.dirname, "audit-verify.ts");
  return new Promise<{ code: number; out: string; err: string }>((resolve) => {
    execFile(process.execPath, [script, ...args], { env: environment }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
  });
}

test("a log that stands ends with 0 and says how much was looked at", async () => {
  const file = join(dir, "worker.log");
  const lines = (await sealedSince(new Date(0))).map((line) => JSON.stringify({ level: 30, ...line }));
  await writeFile(file, ["{}", "no json", ...lines].join("\n"));
  expect(await verify(["--checkpoints", file])).toEqual({
    code: 0,
    out: "3 rows in 2 chains, 0 not sealed yet, 2 checkpoints: all as it was written.\n",
    err: "",
  });
});

test("what cannot be looked at ends with 2 and names what is missing, no secret in it", async () => {
  const without = await verify([], { PORTICO_AUDIT_KEYS: "" });
  expect(without.code).toBe(2);
  expect(without.err).toContain("PORTICO_AUDIT_KEYS is missing");
  expect(await verify(["--organization", "nobody"])).toMatchObject({
    code: 2,
    err: "There is no organization nobody.\n",
  });
  expect((await verify(["--what"])).code).toBe(2);
});

test("a row that was changed ends with 1 and is named with its organization", async () => {
  await owner.query("update audit_events set outcome = 'refused' where organization_id = $1 and seq = 1", [
    organization.id,
  ]);
  const found = await verify(["--organization", organization.slug]);
  expect(found.code).toBe(1);
  expect(found.out).toMatch(new RegExp(`^${organization.slug}: Row 1 \\(.*\\) does not follow from row 0`));
  expect(found.out).toContain("1 chains are not as they were written");
});

test("an organization whose whole chain is gone is missed by its checkpoint", async () => {
  const file = join(dir, "kept.log");
  await writeFile(file, (await sealedSince(new Date(0))).map((line) => JSON.stringify(line)).join("\n"));
  for (const table of ["audit_events", "audit_chains", "audit_seals"])
    await owner.query(
      `delete from ${table} where ${table === "audit_events" ? "organization_id" : "chain_id"} = $1`,
      [organization.id],
    );
  expect((await verify([])).code).toBe(0);
  expect(await verify(["--checkpoints", file])).toMatchObject({
    code: 1,
    out: expect.stringContaining(`${organization.slug}: The head of the chain is gone.`),
  });
});
