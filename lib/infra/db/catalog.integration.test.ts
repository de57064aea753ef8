import "#test/provided.ts";
import { randomBytes, randomUUID } from "node:crypto";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";

/**
 * Every table of the catalog, also those that are made tomorrow: a row of one tenant is made by the types of its columns, and
 * another tenant, another person, and somebody without any scope try to read, change, remove and add it.
 */
let database: TestDatabase;
let owner: pg.Client;
const clients: Record<"app" | "worker", pg.Client> = {} as never;

type Row = Record<string, unknown>;
type Column = { name: string; type: string; required: boolean };
type Parent = { columns: string[]; table: string; parents: string[] };
type Table = {
  name: string;
  key: string[];
  columns: Column[];
  parents: Parent[];
  words: Map<string, string>;
};

/** Nobody but a function of the database reads or writes it; it has grants instead of policies. */
const withoutRows = ["_prisma_migrations", "rate_limits", "key_counters", "key_reservations", "key_gateways"];
/** What everybody may read. */
const readable = ["platform_settings"];
/** Values where a condition of the table joins several columns, or a trigger makes the row. */
const special: Record<string, (row: Row) => Row> = {
  keys: ({ user_id: _, ...row }) => ({ ...row, kind: "service", organization_role: "member" }),
  viewings: (row) => ({ ...row, ends_at: new Date(Date.now() + 60_000) }),
  projects: (row) => ({ ...row, kind: "shared" }),
  platform_settings: (row) => ({ ...row, id: 1 }),
};

let tables: Table[];
/** The rows of the tenant whom the others look at, by table. */
const theirs = new Map<string, Row>();
let ours: string;
let us: string;

beforeAll(async () => {
  database = await createTestDatabase(2);
  owner = new pg.Client({ connectionString: database.ownerUrl });
  clients.app = new pg.Client({ connectionString: database.appUrl });
  clients.worker = new pg.Client({ connectionString: database.workerUrl });
  await Promise.all([owner, ...Object.values(clients)].map((client) => client.connect()));
  tables = await readCatalog();
  us = String((await insert("users", valuesOf(tableOf("users")))).id);
  ours = String((await insert("organizations", valuesOf(tableOf("organizations")))).id);
  for (const table of tables) await make(table.name);
});
afterAll(async () => {
  await Promise.allSettled([owner, ...Object.values(clients)].map((client) => client?.end()));
  await database?.drop();
});

const tableOf = (name: string): Table => {
  const table = tables.find((candidate) => candidate.name === name);
  if (!table) throw new Error(`There is no table ${name}.`);
  return table;
};

async function readCatalog(): Promise<Table[]> {
  const { rows } = await owner.query<{
    name: string;
    key: string[];
    columns: Column[];
    checks: string[];
    parents: Parent[];
  }>(
    `
    select c.relname as name,
      (select json_agg(a.attname order by a.attnum) from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
        where i.indrelid = c.oid and i.indisprimary) as key,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null), 'required', a.attnotnull and not a.atthasdef)
        order by a.attnum) from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      coalesce((select json_agg(pg_get_constraintdef(k.oid)) from pg_constraint k where k.conrelid = c.oid and k.contype = 'c'), '[]') as checks,
      coalesce((select json_agg(json_build_object('table', k.confrelid::regclass::text,
          'columns', (select json_agg(a.attname order by x.n) from unnest(k.conkey) with ordinality x(num, n) join pg_attribute a on a.attrelid = k.conrelid and a.attnum = x.num),
          'parents', (select json_agg(a.attname order by x.n) from unnest(k.confkey) with ordinality x(num, n) join pg_attribute a on a.attrelid = k.confrelid and a.attnum = x.num)))
        from pg_constraint k where k.conrelid = c.oid and k.contype = 'f'), '[]') as parents
    from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace and not (c.relname = any($1)) order by c.relname`,
    [withoutRows],
  );
  return rows.map(({ checks, ...table }) => ({ ...table, words: wordsOf(checks) }));
}

/** The first value that a condition such as `state = ANY (ARRAY['a', …])` lets a column have. */
function wordsOf(checks: string[]): Map<string, string> {
  const words = new Map<string, string>();
  for (const check of checks)
    for (const [, column = "", word = ""] of check.matchAll(
      /\(?(\w+)\)? = (?:ANY \(\(?ARRAY\[)?'(\w+)'::text/g,
    ))
      if (!words.has(column)) words.set(column, word);
  return words;
}

/** A value for each column that needs one, by its type. */
function valuesOf(table: Table): Row {
  const row: Row = {};
  for (const { name, type, required } of table.columns) {
    const tenant = name === "organization_id" || name === "chain_id";
    if (!required && !tenant) continue;
    row[name] = table.words.get(name) ?? value(type, table.name, name);
  }
  return (special[table.name] ?? ((same) => same))(row);
}

function value(type: string, table: string, column: string): unknown {
  if (type === "uuid") return randomUUID();
  if (type === "text") return randomBytes(6).toString("hex");
  if (/^(integer|bigint|smallint|double precision|numeric(\(.*\))?)$/.test(type)) return 1;
  if (/^(timestamp|date$)/.test(type)) return new Date(Date.now() + 3_600_000);
  if (type === "boolean") return false;
  if (type === "bytea") return randomBytes(8);
  if (type === "jsonb") return "{}";
  if (type.endsWith("[]")) return [];
  throw new Error(`The test cannot make a ${type} for ${table}.${column}: teach it.`);
}

/** The row of the other tenant in a table, with those it needs in others. */
async function make(name: string): Promise<Row> {
  const made = theirs.get(name);
  if (made) return made;
  const table = tableOf(name);
  let row = valuesOf(table);
  for (const { columns, table: other, parents } of table.parents) {
    if (other === name || !columns.every((column) => column in row)) continue;
    const parent = await make(other);
    row = { ...row, ...Object.fromEntries(columns.map((column, at) => [column, parent[parents[at] ?? ""]])) };
  }
  if ("organization_id" in row) row.organization_id = (await make("organizations")).id;
  if ("chain_id" in row) row.chain_id = (await make("organizations")).id;
  if (name === "platform_settings" || name === "audit_chains") {
    const { rows } = await owner.query(
      `select * from ${name} ${name === "audit_chains" ? "where chain_id = $1" : "where id = $1"}`,
      [name === "audit_chains" ? row.chain_id : 1],
    );
    if (rows[0]) row = rows[0] as Row;
    else row = await insert(name, row);
  } else row = await insert(name, row);
  theirs.set(name, row);
  return row;
}

async function insert(name: string, row: Row, client = owner): Promise<Row> {
  const names = Object.keys(row);
  const { rows } = await client.query(
    `insert into ${name} (${names.map((column) => `"${column}"`).join(", ")}) values (${names.map((_, at) => `$${at + 1}`).join(", ")}) returning *`,
    Object.values(row),
  );
  return rows[0] as Row;
}

type Scope = { scope: string; organization: string; user: string };
const scopes = (): Record<string, Scope> => ({
  "another tenant": { scope: "tenant", organization: ours, user: us },
  "another person": { scope: "user", organization: "", user: us },
  nobody: { scope: "", organization: "", user: "" },
});

/** Does it in a transaction of the scope that is undone afterwards; answers the rows, or what refused it. */
async function attempt(role: "app" | "worker", who: Scope, work: (client: pg.Client) => Promise<number>) {
  const client = clients[role];
  await client.query("begin");
  try {
    await client.query(
      "select set_config('app.scope', $1, true), set_config('app.organization_id', $2, true), set_config('app.user_id', $3, true)",
      [who.scope, who.organization, who.user],
    );
    return await work(client);
  } catch (error) {
    const { message } = error as Error;
    if (/permission denied|row-level security/.test(message)) return "refused";
    throw error;
  } finally {
    await client.query("rollback");
  }
}

test("the test makes a row of every table", () => {
  expect(tables.length).toBeGreaterThan(25);
  for (const { name } of tables) expect(theirs.has(name), name).toBe(true);
});

test.each(["app", "worker"] as const)(
  "%s: a row of one tenant is neither read, changed, removed nor added by anybody else, in any table",
  async (role) => {
    const wrong: string[] = [];
    for (const [who, scope] of Object.entries(scopes()))
      for (const table of tables) {
        const { name, key } = table;
        const row = theirs.get(name) ?? {};
        const where = key.map((column, at) => `"${column}" = $${at + 1}`).join(" and ");
        const keys = key.map((column) => row[column]);
        const tried = (what: string, sql: string) =>
          attempt(role, scope, async (client) => (await client.query(sql, keys)).rowCount ?? 0).then(
            (answer) => {
              const passes =
                answer === "refused" || answer === 0 || (what === "SELECT" && readable.includes(name));
              if (!passes) wrong.push(`${who}: ${what} ${name} answered ${answer}`);
            },
          );
        await tried("SELECT", `select 1 from ${name} where ${where}`);
        await tried("UPDATE", `update ${name} set "${key[0]}" = "${key[0]}" where ${where}`);
        await tried("DELETE", `delete from ${name} where ${where}`);
        const parents = Object.fromEntries(
          table.parents.flatMap(({ columns }) => columns.map((column) => [column, row[column] ?? null])),
        );
        const values = valuesOf(table);
        for (const column of Object.keys(values)) if (column in parents) values[column] = parents[column];
        for (const column of ["organization_id", "chain_id", "user_id", "actor_id"])
          if (column in values) values[column] = row[column];
        const added = await attempt(role, scope, async (client) => {
          await insert(name, values, client);
          return 1;
        });
        if (added !== "refused") wrong.push(`${who}: INSERT ${name} answered ${added}`);
      }
    expect(wrong).toEqual([]);
  },
);

test("the same statement reaches the row for whom it belongs to, so that the answers above say something", async () => {
  const missed: string[] = [];
  for (const { name, key } of tables) {
    const row = theirs.get(name) ?? {};
    const where = key.map((column, at) => `"${column}" = $${at + 1}`).join(" and ");
    const organization = String(theirs.get("organizations")?.id);
    const user = String(row.user_id ?? row.actor_id ?? (name === "users" ? row.id : ""));
    const seen = async (scope: string) =>
      attempt("app", { scope, organization, user }, async (client) => {
        const found = await client.query(
          `select 1 from ${name} where ${where}`,
          key.map((column) => row[column]),
        );
        return found.rowCount ?? 0;
      });
    const own = [await seen("tenant"), ...(user ? [await seen("user")] : [])];
    if (!own.includes(1)) missed.push(`${name}: ${own}`);
  }
  expect(missed).toEqual([]);
});
