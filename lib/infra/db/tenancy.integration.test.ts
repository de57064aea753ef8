import "#test/provided.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer, type TestOrganization } from "#test/world.ts";
import { createClient } from "./client.ts";
import { withPlatform, withTenant, withUser } from "./transaction.ts";

let db: TestDatabase;
let a: TestOrganization;
let b: TestOrganization;

beforeAll(async () => {
  db = await createTestDatabase();
  a = await makeOrganization(db.app);
  b = await makeOrganization(db.app);
  for (const organization of [a, b]) for (let i = 0; i < 3; i++) await makeProject(db.app, organization);
});
afterAll(() => db?.drop());

describe("row-level security", () => {
  test("every table has forced row-level security and a policy, or is listed here as holding no tenant's rows", async () => {
    const owner = createClient(db.ownerUrl, 1);
    const tables = await owner.$queryRaw<{ name: string; forced: boolean; policies: number }[]>`
      select c.relname as name, c.relrowsecurity and c.relforcerowsecurity as forced,
        (select count(*)::int from pg_policy p where p.polrelid = c.oid) as policies
      from pg_class c where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace`;
    await owner.$disconnect();
    // Nobody but the function that counts may read or write the buckets of the rate limits.
    const free = ["_prisma_migrations", "rate_limits", "key_counters", "key_reservations", "key_gateways"];
    const open = tables.filter(
      (table) => !free.includes(table.name) && (!table.forced || table.policies === 0),
    );
    expect(open).toEqual([]);
    expect(tables.length).toBeGreaterThan(10);
  });

  test("the programs' roles own nothing and bypass nothing", async () => {
    const owner = createClient(db.ownerUrl, 1);
    const roles = await owner.$queryRaw<Record<string, unknown>[]>`
      select rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
        (select count(*)::int from pg_class c where c.relowner = r.oid) as owned
      from pg_roles r where rolname in ('portico_app', 'portico_worker') order by rolname`;
    await owner.$disconnect();
    for (const role of roles)
      expect(role).toMatchObject({
        rolsuper: false,
        rolbypassrls: false,
        rolcreaterole: false,
        rolcreatedb: false,
        owned: 0,
      });
    expect(roles).toHaveLength(2);
  });

  test("without a door nothing is seen and nothing can be written", async () => {
    expect(await db.app.project.count()).toBe(0);
    expect(await db.app.organization.count()).toBe(0);
    expect(await db.app.user.count()).toBe(0);
    await expect(
      db.app.organization.create({ data: { slug: "outside", displayName: "x", tier: "small" } }),
    ).rejects.toThrow(/row-level security/);
  });

  test("a tenant's transaction sees its own rows and cannot read, change, delete or insert another's", async () => {
    const foreign = await withTenant({ organizationId: b.id }, (tx) => tx.project.findFirstOrThrow(), db.app);
    await withTenant(
      { organizationId: a.id },
      async (tx) => {
        expect(await tx.project.count()).toBe(3);
        expect(await tx.project.findUnique({ where: { id: foreign.id } })).toBeNull();
        expect(
          (await tx.project.updateMany({ where: { id: foreign.id }, data: { message: "mine" } })).count,
        ).toBe(0);
        expect((await tx.project.deleteMany({ where: { id: foreign.id } })).count).toBe(0);
      },
      db.app,
    );
    const insert = withTenant(
      { organizationId: a.id },
      (tx) => tx.membership.create({ data: { organizationId: b.id, userId: foreign.id, role: "owner" } }),
      db.app,
    );
    await expect(insert).rejects.toThrow(/row-level security/);
  });

  test("a person's transaction sees their memberships and organizations and no project", async () => {
    const viewer = await makeViewer(db.app);
    await join(db.app, viewer, a, "member");
    await withUser(
      viewer.userId,
      async (tx) => {
        expect((await tx.organization.findMany()).map((row) => row.id)).toEqual([a.id]);
        expect(await tx.membership.count()).toBe(1);
        expect(await tx.project.count()).toBe(0);
        expect(await tx.user.count()).toBe(1);
      },
      db.app,
    );
  });

  test("audit rows can be added and neither changed nor deleted, by either program", async () => {
    for (const url of [db.appUrl, db.workerUrl]) {
      const client = createClient(url, 1);
      await withPlatform(
        (tx) =>
          tx.auditEvent.create({
            data: { actorKind: "system", actorName: "t", action: "t", outcome: "allowed", requestId: "r" },
          }),
        client,
      );
      await expect(
        withPlatform((tx) => tx.auditEvent.updateMany({ data: { action: "x" } }), client),
      ).rejects.toThrow(/permission denied/);
      await expect(withPlatform((tx) => tx.auditEvent.deleteMany(), client)).rejects.toThrow(
        /permission denied/,
      );
      await client.$disconnect();
    }
  });

  test("200 interleaved transactions of two tenants on two connections never leak", async () => {
    const client = createClient(db.appUrl, 2);
    const look = (i: number) => {
      const own = i % 2 ? a : b;
      return withTenant(
        { organizationId: own.id },
        async (tx) => {
          const first = await tx.project.findMany({ select: { organizationId: true } });
          await tx.$executeRaw`select pg_sleep(0.001)`;
          const second = await tx.project.findMany({ select: { organizationId: true } });
          return (
            [...first, ...second].every((row) => row.organizationId === own.id) &&
            first.length === 3 &&
            second.length === 3
          );
        },
        client,
      );
    };
    // Twenty wait for the two connections at any time: more would wait longer than the pool lets them on a busy machine.
    const seen: boolean[] = [];
    for (let wave = 0; wave < 10; wave++)
      seen.push(...(await Promise.all(Array.from({ length: 20 }, (_, i) => look(wave * 20 + i)))));
    expect(seen).toHaveLength(200);
    expect(seen.every(Boolean)).toBe(true);
    expect(await client.project.count()).toBe(0);
    await client.$disconnect();
  }, 60_000);
});
