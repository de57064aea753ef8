import "#test/provided.ts";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { callerOfKey } from "#lib/domain/access/bearer-key.ts";
import { mintKey } from "#lib/infra/crypto/key.ts";
import { createClient, prisma } from "#lib/infra/db/client.ts";
import { type TenantTx, withTenant, withUser } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { getKey, listKeys, listOwnKeys } from "./data.ts";
import { countShown, keyListFilter, listEnding, listShown, mostCounted } from "./list.ts";
import { previewRevocation } from "./many.ts";

// One organization's lists among 20,000 keys of 100 people in 100 projects; a hundred of the keys have a prefix in common.
const keys = 20_000;
/** Most rows of keys and their secrets that a list goes through, in tables and indexes. */
const most = 2_000;

let db: TestDatabase;
let owner: pg.Client;
const minted = mintKey("ptc_usr_");
let organizationId = "";
let userId = "";
let oneKey = "";

beforeAll(async () => {
  db = await createTestDatabase();
  Object.assign(process.env, {
    PORTICO_URL: "http://localhost:3000",
    PORTICO_AUTH_SECRET: "x".repeat(32),
    PORTICO_PROVIDERS: JSON.stringify([{ type: "github", clientId: "a", clientSecret: "b" }]),
  });
  owner = new pg.Client({ connectionString: db.ownerUrl });
  await owner.connect();
  const run = async (sql: string, values: unknown[] = []) => (await owner.query(sql, values)).rows;
  await run("select set_config('app.scope', 'platform', false)");
  // Nobody listens, and each announcement costs as much as its row.
  await run("alter table keys disable trigger announce");
  await run(
    `insert into organizations (id, slug, display_name, tier) values (gen_random_uuid(), 'many', 'Many', 'large')`,
  );
  await run(`insert into users (id, display_name, email, email_verified, groups)
    select gen_random_uuid(), 'p' || n, 'p' || n || '@scale.example', true, '{}' from generate_series(1, 100) n`);
  await run(`insert into projects (id, organization_id, slug, display_name, namespace, tier, request_id, phase)
    select gen_random_uuid(), o.id, 'p' || n, 'p' || n, 'many-p' || n, 'small', 'r', 'Ready'
    from organizations o, generate_series(1, 100) n`);
  await run(
    `insert into keys (id, kind, organization_id, user_id, project_id, name, scopes, expires_at)
      select uuidv7(), 'personal', o.id, u.id, p.id, 'Key ' || n, '{organization:read}', now() + interval '1 day' * case when n % 200 = 0 then 3 else 30 end
      from organizations o, generate_series(1, $1::int) n
        join (select id, row_number() over () as i from users) u on u.i = n % 100 + 1
        join (select id, row_number() over () as i from projects) p on p.i = n / 100 % 100 + 1`,
    [keys],
  );
  await run(
    `insert into key_secrets (id, organization_id, key_id, hash, prefix, last_four)
    select uuidv7(), organization_id, id, sha256(id::text::bytea),
      'ptc_usr_' || case when n % ($1::int / 100) = 0 then 'same' else '' end || substr(md5(id::text), 1, 8), case when n <= 3 then 'zZ9z' else right(md5(id::text), 4) end
    from (select id, organization_id, row_number() over () as n from keys) k`,
    [keys],
  );
  for (const table of ["keys", "key_secrets", "users", "projects"]) await run(`analyze ${table}`);
  const [one] = await run("select id, organization_id, user_id from keys offset 777 limit 1");
  ({ id: oneKey, organization_id: organizationId, user_id: userId } = one);
  const { hash, prefix, lastFour } = minted;
  await run("update key_secrets set hash = $1, prefix = $2, last_four = $3 where key_id = $4", [
    Buffer.from(hash),
    prefix,
    lastFour,
    oneKey,
  ]);
}, 300_000);
afterAll(async () => {
  await owner?.end();
  await prisma().$disconnect();
  await db?.drop();
});

/** How many rows were gone through so far, in the tables of keys and in their indexes: a walk through a whole index is none of a table. */
async function gone(): Promise<number> {
  const { rows } =
    await owner.query(`select (select sum(seq_tup_read) from pg_stat_user_tables where relname in ('keys', 'key_secrets'))
    + (select sum(idx_tup_read) from pg_stat_user_indexes where relname in ('keys', 'key_secrets')) as n`);
  return Number(rows[0].n);
}

/** One read with a connection of its own, at whose end Postgres counts what it did. */
async function apart<T>(read: (client: ReturnType<typeof createClient>) => Promise<T>): Promise<T> {
  const client = createClient(db.appUrl, 1);
  const value = await read(client);
  await client.$disconnect();
  await new Promise((resolve) => setTimeout(resolve, 50));
  return value;
}

type Reads = Parameters<typeof listKeys>[2];
const list = (wanted: Reads) => async (client: ReturnType<typeof createClient>) =>
  (await withTenant({ organizationId }, (tx) => listKeys(tx, organizationId, wanted), client)).rows.length;

test.each<[string, () => Reads, number]>([
  ["newest first", () => ({}), 50],
  ["deep in the list", () => ({ before: oneKey }), 50],
  ["of one person", () => ({ userId }), 50],
  ["of one project", () => ({ project: "p7" }), 50],
  ["by the prefix of one", () => ({ prefix: minted.prefix }), 1],
  ["by how many begin", () => ({ prefix: "ptc_usr_same", limit: 200 }), 100],
  ["by nothing that is there", () => ({ prefix: "ptc_svc_" }), 0],
  ["that are disabled, of which there are none", () => ({ state: "disabled" }), 0],
  ["that were revoked, of which there are none", () => ({ state: "revoked" }), 0],
  ["for who sees their own and those of a project", () => ({ whose: { OR: [{ userId }] } }), 50],
])("keys %s: few rows are gone through", async (_, wanted, rows) => {
  const before = await gone();
  expect(await apart(list(wanted()))).toBe(rows);
  expect((await gone()) - before).toBeLessThan(most);
});

test.each<[string, string, number]>([
  ["a whole name", "key 19998", 1],
  ["how a name begins", "Key 199", 50],
  ["how all names begin", "key", 50],
  ["no name", "nightly", 0],
  ["four characters that a secret ends in", "zZ9z", 3],
  ["how one secret begins", minted.text, 1],
  ["how all secrets begin", "ptc_usr_", 50],
])("what the screen lists by %s: few rows are gone through", async (_, q, rows) => {
  const before = await gone();
  const shown = (tx: TenantTx) => listShown(tx, organizationId, {}, keyListFilter.parse({ q }));
  const page = await apart((client) => withTenant({ organizationId }, shown, client));
  expect(page.rows).toHaveLength(rows);
  expect((await gone()) - before).toBeLessThan(most);
});

test("the screen's counts stop at a thousand of each state, and what ends soon is found by its end", async () => {
  const before = await gone();
  const tenant = { organizationId };
  const ending = await apart((client) =>
    withTenant(tenant, (tx) => listEnding(tx, organizationId, {}, 5), client),
  );
  expect(ending).toHaveLength(5);
  expect((await gone()) - before).toBeLessThan(most);
  const counts = await apart((client) =>
    withTenant(tenant, (tx) => countShown(tx, organizationId, {}), client),
  );
  expect(counts).toEqual({
    ...{ all: mostCounted, active: mostCounted, ending: keys / 200 },
    ...{ rotating: 0, disabled: 0, expired: 0, revoked: 0 },
  });
  expect((await gone()) - before).toBeLessThan(4 * most);
});

test("one key, a person's own, and what a revocation would take: few rows are gone through", async () => {
  const before = await gone();
  const tenant = { organizationId };
  expect(
    await apart((client) => withTenant(tenant, (tx) => getKey(tx, organizationId, oneKey), client)),
  ).not.toBeNull();
  expect(await apart((client) => withUser(userId, (tx) => listOwnKeys(tx, userId), client))).toHaveLength(
    200,
  );
  const filter = { prefixes: ["ptc_usr_same"] };
  const preview = await apart((client) =>
    withTenant(tenant, (tx) => previewRevocation(tx, organizationId, {}, filter, 50), client),
  );
  expect([preview.rows.length, preview.more]).toEqual([50, true]);
  expect(await callerOfKey(minted.text, null)).toMatchObject({ ok: true });
  await prisma().$disconnect();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await gone()) - before).toBeLessThan(most);
});
