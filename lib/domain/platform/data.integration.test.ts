import "#test/provided.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createClient, prisma } from "#lib/infra/db/client.ts";
import { type PlatformTx, withPlatform } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { listOrganizations, listRequests, listUsers } from "./data.ts";

// The platform's lists among 100,000 people and 10,000 organizations.
const people = 100_000;
const organizations = 10_000;

let db: TestDatabase;

beforeAll(async () => {
  db = await createTestDatabase();
  const owner = createClient(db.ownerUrl, 1);
  await owner.$transaction(
    async (tx) => {
      await tx.$executeRaw`select set_config('app.scope', 'platform', true)`;
      // Nobody listens, and each announcement costs as much as its row.
      await tx.$executeRaw`alter table organizations disable trigger announce`;
      await tx.$executeRaw`alter table memberships disable trigger announce`;
      await tx.$executeRaw`
        insert into users (id, display_name, email, email_verified, groups)
        select gen_random_uuid(), 'Person ' || n, 'p' || n || '@scale.example', true, '{}'
        from generate_series(1, ${people}::int) n`;
      await tx.$executeRaw`
        insert into organizations (id, slug, display_name, tier, state)
        select gen_random_uuid(), 'org-' || n, 'Organization ' || n, 'standard',
          case when n % 1000 = 0 then 'suspended' else 'active' end
        from generate_series(1, ${organizations}::int) n`;
      await tx.$executeRaw`
        insert into memberships (id, organization_id, user_id, role)
        select gen_random_uuid(), o.id, u.id, 'member'
        from (select id, row_number() over () as n from organizations) o
        join (select id, row_number() over () as n from users) u on u.n % ${organizations}::int = o.n - 1`;
    },
    { timeout: 240_000 },
  );
  for (const table of ["users", "organizations", "memberships"])
    await owner.$executeRawUnsafe(`analyze ${table}`);
  await owner.$disconnect();
}, 300_000);
afterAll(async () => {
  await prisma().$disconnect();
  await db?.drop();
});

type Plan = { "Node Type": string; "Relation Name"?: string; Plans?: Plan[] };
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)];

/** The tables that whatever `read` asks goes through from end to end, as its real statement is planned under the policies. */
async function scanned(read: (tx: PlatformTx) => Promise<unknown>): Promise<string[]> {
  const found: string[] = [];
  await withPlatform(async (tx) => {
    const watching = new Proxy(tx, {
      get(target, name) {
        if (name !== "$queryRaw") return Reflect.get(target, name);
        return async (parts: TemplateStringsArray, ...values: unknown[]) => {
          const explain = Object.assign([`explain (format json) ${parts[0]}`, ...parts.slice(1)], {
            raw: [`explain (format json) ${parts[0]}`, ...parts.slice(1)],
          }) as unknown as TemplateStringsArray;
          const [row] = await tx.$queryRaw<{ "QUERY PLAN": { Plan: Plan }[] }[]>(explain, ...values);
          const plan = row?.["QUERY PLAN"][0]?.Plan;
          for (const node of plan ? nodes(plan) : [])
            if (node["Node Type"] === "Seq Scan") found.push(node["Relation Name"] ?? "");
          return tx.$queryRaw(parts, ...values);
        };
      },
    });
    await read(watching as PlatformTx);
  });
  return found;
}

/** Median milliseconds of one call, of 15. */
async function median(read: (tx: PlatformTx) => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < 15; i++) {
    const from = performance.now();
    await withPlatform(read);
    times.push(performance.now() - from);
  }
  return times.sort((a, b) => a - b)[7] ?? 0;
}

const at = { before: null, after: null };
const middle = "80000000-0000-7000-8000-000000000000";
const reads: [name: string, read: (tx: PlatformTx) => Promise<{ rows: unknown[] }>, rows: number][] = [
  ["organizations", (tx) => listOrganizations(tx, { ...at, q: "", state: null, tier: null }), 50],
  [
    "organizations, deep",
    (tx) => listOrganizations(tx, { ...at, q: "", state: null, tier: null, before: middle }),
    50,
  ],
  [
    "organizations by state",
    (tx) => listOrganizations(tx, { ...at, q: "", state: "suspended", tier: null }),
    10,
  ],
  [
    "organizations by short name",
    (tx) => listOrganizations(tx, { ...at, q: "ORG-99", state: null, tier: null }),
    50,
  ],
  [
    "organizations by name",
    (tx) => listOrganizations(tx, { ...at, q: "Organization 777", state: null, tier: null }),
    11,
  ],
  ["people", (tx) => listUsers(tx, { ...at, q: "" }), 50],
  ["people, deep", (tx) => listUsers(tx, { ...at, q: "", before: middle }), 50],
  ["people by address", (tx) => listUsers(tx, { ...at, q: "p99999@" }), 1],
  ["people by name", (tx) => listUsers(tx, { ...at, q: "person 12345" }), 1],
  ["people by nothing that is there", (tx) => listUsers(tx, { ...at, q: "zzz" }), 0],
];

test.each(reads)("%s: no table from end to end, in milliseconds", async (name, read, rows) => {
  expect((await withPlatform(read)).rows).toHaveLength(rows);
  const found = await scanned(read);
  expect(found.filter((table) => ["users", "organizations", "memberships"].includes(table))).toEqual([]);
  const ms = await median(read);
  process.stdout.write(`${name}: ${ms.toFixed(1)} ms\n`);
  expect(ms).toBeLessThan(100);
});

test("requests that wait are read by their index", async () => {
  expect(await withPlatform(listRequests)).toEqual([]);
});
