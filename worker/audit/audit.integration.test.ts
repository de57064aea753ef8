import "#test/provided.ts";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { platformChain } from "#lib/domain/audit/chain.ts";
import { portico, recordAudit } from "#lib/domain/audit/mutations.ts";
import { checkpoint } from "#lib/domain/audit/schema.ts";
import { listChains, verifyChain } from "#lib/domain/audit/verify.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { makeOrganization } from "#test/world.ts";
import { retain } from "./retain.ts";
import { sealChains, sealedSince } from "./seal.ts";

let database: TestDatabase;
let owner: pg.Client;
const keys = [
  { id: "k2", secret: "2".repeat(32) },
  { id: "k1", secret: "1".repeat(32) },
];

beforeAll(async () => {
  database = await createTestDatabase();
  process.env.PORTICO_DATABASE_URL = database.workerUrl;
  owner = new pg.Client({ connectionString: database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await prisma().$disconnect();
  await owner?.end();
  await database?.drop();
});

async function makeChain(rows: number): Promise<string> {
  const { id } = await makeOrganization(database.app);
  await more(id, rows);
  return id;
}
async function more(organizationId: string, rows: number): Promise<void> {
  for (let at = 0; at < rows; at++)
    await withTenant(
      { organizationId },
      (tx) =>
        recordAudit(tx, {
          action: "test.change",
          outcome: "allowed",
          actor: { kind: "person", userId: null, name: "Ada", via: "screen" },
          requestId: "r-test",
          organizationId,
          detail: { at },
        }),
      database.app,
    );
}
const verify = (chain: string, checkpoints?: Parameters<typeof verifyChain>[3], given = keys) =>
  verifyChain(withPlatform, chain, given, checkpoints);
const says = async (...args: Parameters<typeof verify>) =>
  (await verify(...args)).faults.map((fault) => fault.says);
const events = "audit_events where organization_id = $1 and seq = $2";
/** Does what somebody with the owner's rights could, in a way that takes no lock of the program. */
const tamper = (sql: string, ...values: unknown[]) => owner.query(sql, values);

/** As whoever knows the function of the chain and can write everything but seals would do it. */
async function rewriteFrom(chain: string, seq: number): Promise<void> {
  await tamper(
    `do $$ declare e audit_events; h bytea; begin
      select hash into h from audit_events where organization_id = '${chain}' and seq = ${seq - 1};
      for e in select * from audit_events where organization_id = '${chain}' and seq >= ${seq} order by seq loop
        h := sha256(h || convert_to(portico_audit_payload(e), 'UTF8'));
        update audit_events set hash = h where id = e.id;
      end loop;
      update audit_chains set hash = h where chain_id = '${chain}';
    end $$`,
  );
}

describe("sealing", () => {
  test("what is new is sealed once, each seal signs the one before, and a chain that stands verifies", async () => {
    const chain = await makeChain(3);
    expect((await sealChains(keys)).broken).toEqual([]);
    expect(await sealChains(keys)).toEqual({ seals: 0, broken: [] });
    await more(chain, 2);
    expect(await verify(chain)).toEqual({ chain, rows: 5, unsealed: 2, expired: 0, faults: [] });
    expect((await sealChains(keys)).seals).toBe(1);
    expect(await verify(chain)).toMatchObject({ rows: 5, unsealed: 0, faults: [] });
    const { rows } = await tamper(
      "select seq, key_id from audit_seals where chain_id = $1 order by seq",
      chain,
    );
    expect(rows).toEqual([
      { seq: "3", key_id: "k2" },
      { seq: "5", key_id: "k2" },
    ]);
  });

  test("ten at once make one seal, and another key goes on where the first one ended", async () => {
    const chain = await makeChain(4);
    const all = await Promise.all(Array.from({ length: 10 }, () => sealChains([keys[1]!])));
    expect(all.reduce((sum, { seals }) => sum + seals, 0)).toBe(1);
    await more(chain, 1);
    await sealChains(keys);
    expect(await verify(chain)).toMatchObject({ rows: 5, unsealed: 0, faults: [] });
    expect(await says(chain, [], [keys[0]!])).toEqual([
      "The seal at row 4 names the key “k1”, which is not given.",
    ]);
  });

  test("rows that were changed before they were sealed get no seal, and are named", async () => {
    const chain = await makeChain(4);
    await tamper("update audit_events set action = 'x' where organization_id = $1 and seq = 3", chain);
    expect((await sealChains(keys)).broken).toEqual([{ chain, seq: 3n }]);
    expect(await sealChains(keys, new Set([chain]))).toEqual({ seals: 0, broken: [] });
    expect((await verify(chain)).unsealed).toBe(4);
    await tamper("update audit_events set action = 'test.change' where organization_id = $1", chain);
    expect((await sealChains(keys)).seals).toBe(1);
  });
});

describe("verifying says what was changed and where", () => {
  test("a row that was changed", async () => {
    const chain = await makeChain(5);
    await tamper(`update audit_events set actor_name = 'Eve' where organization_id = $1 and seq = 2`, chain);
    expect(await says(chain)).toEqual([
      expect.stringMatching(/^Row 2 \([0-9a-f-]{36}\) does not follow from row 1/),
    ]);
  });

  test("each column of a row counts", async () => {
    const chain = await makeChain(2);
    const { rows } = await tamper(
      "select column_name as name, data_type as type from information_schema.columns where table_name = 'audit_events' and column_name not in ('hash', 'seq', 'organization_id')",
    );
    expect(rows.length).toBeGreaterThan(15);
    const values: Record<string, string> = {
      uuid: "gen_random_uuid()",
      jsonb: `'{"at": 7}'`,
      "timestamp with time zone": "now() - interval '1 day'",
    };
    const valid: Record<string, string> = {
      actor_kind: "'bot'",
      via: "'cluster'",
      outcome: "'refused'",
    };
    for (const { name, type } of rows as { name: string; type: string }[]) {
      await tamper("begin");
      await tamper(
        `update audit_events set ${name} = ${valid[name] ?? values[type] ?? "'other'"} where organization_id = $1 and seq = 1`,
        chain,
      );
      const { rows: right } = await tamper(
        "select hash = sha256(sha256(convert_to($1::text, 'UTF8')) || convert_to(portico_audit_payload(e), 'UTF8')) as same from audit_events e where organization_id = $1::uuid and seq = 1",
        chain,
      );
      expect(right, name).toEqual([{ same: false }]);
      await tamper("rollback");
    }
  });

  test("rows that were removed, in the middle and at the end", async () => {
    const chain = await makeChain(6);
    await tamper(`delete from ${events}`, chain, 3);
    await tamper(`delete from ${events}`, chain, 6);
    expect(await says(chain)).toEqual(["Row 3 is missing.", "Row 6 is missing at the end."]);
    await tamper(`delete from audit_events where organization_id = $1`, chain);
    expect(await says(chain)).toEqual(["Rows 1 to 6 are missing at the end."]);
    await tamper("delete from audit_chains where chain_id = $1", chain);
    await more(chain, 0);
    expect(await says(chain)).toEqual(["The head of the chain is gone."]);
  });

  test("a row that was put in between, and one behind the head", async () => {
    const chain = await makeChain(3);
    const copy = `insert into audit_events (id, at, organization_id, actor_kind, actor_name, action, outcome, request_id, seq, hash)
      select gen_random_uuid(), at, organization_id, actor_kind, actor_name, action, outcome, request_id, $2, hash from audit_events where organization_id = $1 and seq = 2`;
    await tamper("alter table audit_events disable trigger chain");
    await tamper("update audit_events set seq = 4 where organization_id = $1 and seq = 3", chain);
    await tamper(copy, chain, 3);
    await tamper("alter table audit_events enable trigger chain");
    expect(await says(chain)).toEqual([
      expect.stringMatching(/^Row 3 .* does not follow/),
      expect.stringMatching(/^The head does not have the hash of row 3/),
      "Row 4 is beyond the head.",
    ]);
  });

  test("a chain that was made anew, hash for hash, does not have the hash that was sealed", async () => {
    const chain = await makeChain(5);
    await sealChains(keys);
    await tamper(
      "update audit_events set action = 'nothing.happened' where organization_id = $1 and seq = 2",
      chain,
    );
    await rewriteFrom(chain, 2);
    expect(await says(chain)).toEqual([
      "Row 5 is not the one that was sealed: it, or a row before it, was changed or removed.",
    ]);
  });

  test("a seal that was forged, one that was removed, and all of them with the chain made anew: the checkpoint knows", async () => {
    const chain = await makeChain(2);
    const since = new Date();
    await sealChains(keys);
    await more(chain, 2);
    await sealChains(keys);
    const lines = (await sealedSince(since))
      .filter((line) => line.chain === chain)
      .map((line) => checkpoint.parse(line));
    expect(lines).toMatchObject([{ seq: "4", key: "k2" }]);
    expect(await says(chain, lines)).toEqual([]);

    await tamper("update audit_events set action = 'x' where organization_id = $1 and seq = 2", chain);
    await rewriteFrom(chain, 2);
    await tamper(
      "update audit_seals s set hash = e.hash from audit_events e where e.organization_id = s.chain_id and e.seq = s.seq and chain_id = $1",
      chain,
    );
    expect(await says(chain)).toEqual([
      "The seal at row 2 is not genuine.",
      "The seal at row 4 is not genuine.",
    ]);
    await tamper("delete from audit_seals where chain_id = $1 and seq = 2", chain);
    expect(await says(chain)).toEqual([
      "The seal at row 4 is not genuine.",
      "A seal before row 4 is missing.",
    ]);
    await tamper("delete from audit_seals where chain_id = $1", chain);
    expect(await says(chain)).toEqual([]);
    expect(await says(chain, lines)).toEqual([
      "The seal at row 4, of which there is a checkpoint, is missing.",
    ]);
    await tamper("update audit_chains set sealed_seq = 0 where chain_id = $1", chain);
    await sealChains(keys);
    expect(await says(chain, lines)).toEqual(["The seal at row 4 is not the one of the checkpoint."]);
  });

  test("chains are found by their rows and seals too, when their head is gone", async () => {
    const chain = await makeChain(1);
    await tamper("delete from audit_chains where chain_id = $1", chain);
    expect(await listChains(withPlatform)).toContain(chain);
    expect(await says(chain)).toEqual(["The head of the chain is gone."]);
  });
});

describe("retention", () => {
  test("a sealed beginning that is old enough goes, what follows still verifies, and that it went is a row", async () => {
    const chain = await makeChain(3);
    await sealChains(keys);
    await more(chain, 2);
    await sealChains(keys);
    await tamper(
      "update audit_seals set sealed_at = now() - interval '401 days' where chain_id = $1 and seq = 3",
      chain,
    );
    expect(await retain()).toBe(3);
    expect(await retain()).toBe(0);
    expect(await verify(chain)).toEqual({ chain, rows: 3, unsealed: 1, expired: 3, faults: [] });
    await sealChains(keys);
    expect(await verify(chain)).toMatchObject({ unsealed: 0, faults: [] });
    const { rows } = await tamper(
      "select action, detail ->> 'rows' as rows from audit_events where organization_id = $1 order by seq desc limit 1",
      chain,
    );
    expect(rows).toEqual([{ action: "audit.expire", rows: "3" }]);
    await tamper("update audit_chains set base_hash = '\\x00' where chain_id = $1", chain);
    expect((await says(chain)).length).toBeGreaterThan(0);
  });

  test("what is not sealed stays, however old", async () => {
    const chain = await makeChain(2);
    expect(await retain()).toBe(0);
    expect(await verify(chain)).toMatchObject({ rows: 2, expired: 0, faults: [] });
  });

  test("the platform's own chain goes the same way", async () => {
    await withPlatform((tx) =>
      recordAudit(tx, { action: "t", outcome: "allowed", actor: portico, requestId: "r" }),
    );
    await sealChains(keys);
    await tamper(
      "update audit_seals set sealed_at = now() - interval '500 days' where chain_id = $1",
      platformChain,
    );
    expect(await retain()).toBe(1);
    await sealChains(keys);
    expect(await verify(platformChain)).toMatchObject({ rows: 1, expired: 1, faults: [] });
  });
});
