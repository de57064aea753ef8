import "#test/provided.ts";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PrismaClient } from "#generated/client.ts";
import { createClient } from "#lib/infra/db/client.ts";
import { withPlatform, withTenant, withUser } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { makeOrganization, makeViewer } from "#test/world.ts";
import { beginningOf, checkPiece, platformChain } from "./chain.ts";
import { type AuditEntry, recordAudit } from "./mutations.ts";

let database: TestDatabase;
let worker: PrismaClient;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase(20);
  worker = createClient(database.workerUrl, 2);
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await Promise.allSettled([worker?.$disconnect(), owner?.end()]);
  await database?.drop();
});

const entry = (organizationId: string | null, data: Partial<AuditEntry> = {}): AuditEntry => ({
  action: "test.change",
  outcome: "allowed",
  actor: { kind: "person", userId: null, name: "Ada “Ä” Löwe", via: "screen" },
  requestId: "r-test",
  organizationId,
  ...data,
});
const write = (organizationId: string, data?: Partial<AuditEntry>) =>
  withTenant({ organizationId }, (tx) => recordAudit(tx, entry(organizationId, data)), database.app);
const check = (chain: string) =>
  withPlatform((tx) => checkPiece(tx, chain, beginningOf(chain), 1_000_000n), worker);
const head = async (chain: string) =>
  (
    await owner.query<{ seq: string; hash: Buffer }>(
      "select seq, hash from audit_chains where chain_id = $1",
      [chain],
    )
  ).rows[0];

describe("the chain of an organization", () => {
  test("every row's hash is computed from what the row says and the hash before, whatever stands in it", async () => {
    const { id } = await makeOrganization(database.app);
    await write(id);
    await write(id, {
      outcome: "refused",
      reason: "below_current_use",
      target: { kind: "project", name: "x" },
    });
    await write(id, {
      actor: {
        kind: "key",
        userId: null,
        keyId: crypto.randomUUID(),
        asUserId: crypto.randomUUID(),
        name: "'; drop table\n\t\u2028 😀",
        via: "api",
        address: "2001:db8::1",
      },
      projectId: crypto.randomUUID(),
      detail: {
        before: { limit: 1.5e-7, text: 'a"b\\c' },
        after: { limit: 12345678901234, text: null, list: [] },
      },
    });
    const piece = await check(id);
    expect(piece).toMatchObject({ rows: 3, breaks: [] });
    const last = await head(id);
    expect(piece.last).toEqual({ seq: BigInt(last?.seq ?? 0), hash: new Uint8Array(last?.hash ?? []) });
  });

  test("a row whose own numbers are given in gets its place and hash from the database all the same", async () => {
    const { id } = await makeOrganization(database.app);
    await withTenant(
      { organizationId: id },
      (tx) =>
        tx.auditEvent.create({
          data: {
            organizationId: id,
            seq: 99n,
            hash: Buffer.from("forged"),
            at: new Date("2020-01-01"),
            actorKind: "person",
            actorName: "x",
            action: "test.forged",
            outcome: "allowed",
            requestId: "r",
          },
        }),
      database.app,
    );
    expect(await check(id)).toMatchObject({ rows: 1, last: { seq: 1n }, breaks: [] });
    const { rows } = await owner.query(
      "select at > now() - interval '1 minute' as now from audit_events where organization_id = $1",
      [id],
    );
    expect(rows).toEqual([{ now: true }]);
  });

  test("400 changes at once on two chains have numbers without a gap or a double", async () => {
    const [a, b] = [await makeOrganization(database.app), await makeOrganization(database.app)];
    const writes = Array.from({ length: 400 }, (_, i) => () => write(i % 3 === 0 ? b.id : a.id));
    for (let at = 0; at < writes.length; at += 40)
      await Promise.all(writes.slice(at, at + 40).map((run) => run()));
    const pieces = [await check(a.id), await check(b.id)];
    expect(pieces.map(({ rows }) => rows).reduce((sum, rows) => sum + rows, 0)).toBe(400);
    for (const { rows, last, breaks } of pieces) {
      expect(breaks).toEqual([]);
      expect(last?.seq).toBe(BigInt(rows));
    }
  });

  test("a change that is undone leaves neither a row nor a gap", async () => {
    const { id } = await makeOrganization(database.app);
    await write(id);
    const undone = withTenant(
      { organizationId: id },
      async (tx) => {
        await recordAudit(tx, entry(id));
        throw new Error("undone");
      },
      database.app,
    );
    await expect(undone).rejects.toThrow("undone");
    await write(id);
    expect(await check(id)).toMatchObject({ rows: 2, last: { seq: 2n }, breaks: [] });
  });

  test("what belongs to no organization has a chain of its own", async () => {
    const viewer = await makeViewer(database.app);
    const actor = { kind: "person", userId: viewer.userId, name: viewer.displayName, via: "screen" } as const;
    await withUser(viewer.userId, (tx) => recordAudit(tx, entry(null, { actor })), database.app);
    await expect(
      withUser(viewer.userId, (tx) => recordAudit(tx, entry(null)), database.app),
      "somebody else's name",
    ).rejects.toThrow(/row-level security/);
    await withPlatform((tx) => recordAudit(tx, entry(null)), database.app);
    expect((await check(platformChain)).breaks).toEqual([]);
  });
});

describe("nobody but the database writes the chain", () => {
  const statements = [
    "update audit_events set action = 'x'",
    "delete from audit_events",
    "truncate audit_events",
    "update audit_chains set seq = 0",
    "delete from audit_chains",
    "insert into audit_chains (chain_id, seq, hash) values (gen_random_uuid(), 0, '')",
    "update audit_seals set key_id = 'x'",
    "delete from audit_seals",
    "insert into audit_seals (chain_id, seq, hash, prev_mac, mac, key_id) values (gen_random_uuid(), 1, '', '', '', 'x')",
    "alter table audit_events disable trigger chain",
  ];
  test.each(["app", "worker"] as const)("%s: each statement is refused", async (role) => {
    const client = new pg.Client({ connectionString: role === "app" ? database.appUrl : database.workerUrl });
    await client.connect();
    for (const statement of statements) {
      await client.query("begin");
      await client.query("select set_config('app.scope', 'platform', true)");
      await expect(client.query(statement), statement).rejects.toThrow(/permission denied|must be owner/);
      await client.query("rollback");
    }
    await client.end();
  });

  test("the web's role can neither seal nor remove what is old", async () => {
    for (const call of [
      "select portico_seal(gen_random_uuid(), 1, '', '', '', 'x')",
      "select portico_audit_expire(gen_random_uuid(), now() - interval '1 year')",
    ]) {
      const asked = withPlatform((tx) => tx.$queryRawUnsafe(call), database.app);
      await expect(asked).rejects.toThrow(/permission denied/);
    }
  });

  test("a tenant cannot write into another one's chain", async () => {
    const [a, b] = [await makeOrganization(database.app), await makeOrganization(database.app)];
    const foreign = withTenant({ organizationId: a.id }, (tx) => recordAudit(tx, entry(b.id)), database.app);
    await expect(foreign).rejects.toThrow(/row-level security/);
  });
});
