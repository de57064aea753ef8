import "#test/provided.ts";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { callerOfBearer } from "#lib/domain/access/bearer.ts";
import { type Caller, callerOfViewer } from "#lib/domain/access/caller.ts";
import type { PlatformCommand, TenantCommand } from "#lib/domain/access/command.ts";
import { keyHolderNow } from "#lib/domain/access/holder.ts";
import { performPlatform, performTenant, performUser } from "#lib/domain/access/perform.ts";
import { can, type Permission, type ProjectRole } from "#lib/domain/access/permissions.ts";
import { resolveProject, resolveTenant } from "#lib/domain/access/scope.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withPlatform, withTenant, withUser } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer, type TestOrganization } from "#test/world.ts";
import {
  createKeyCommand,
  createPlatformKeyCommand,
  disablePlatformKeyCommand,
  enablePlatformKeyCommand,
  endPlatformKeyOverlapCommand,
  revokeKeyCommand,
  revokeOwnKeyCommand,
  revokePlatformKeyCommand,
  rotateKeyCommand,
  rotatePlatformKeyCommand,
  updatePlatformKeyCommand,
} from "./commands.ts";
import { listKeys, listOwnKeys, projectsOfOwn } from "./data.ts";
import type { NewKey } from "./mutations.ts";
import { daysFrom } from "./rules.ts";
import type { createKeyInput } from "./schema.ts";

let db: TestDatabase;
let own: TestOrganization;
let foreign: TestOrganization;
let project: { id: string; slug: string };
let owner: Viewer;
let admin: Viewer;
let member: Viewer;
let outsider: Viewer;
let boss: Viewer;

beforeAll(async () => {
  db = await createTestDatabase(10);
  [own, foreign] = [await makeOrganization(db.app), await makeOrganization(db.app)];
  project = await makeProject(db.app, own);
  const make = () => makeViewer(db.app);
  [owner, admin, member, outsider, boss] = [
    await make(),
    await make(),
    await make(),
    await make(),
    await make(),
  ];
  await join(db.app, owner, own, "owner");
  await join(db.app, admin, own, "admin");
  await join(db.app, member, own, "member");
  await join(db.app, outsider, foreign, "owner");
  await join(db.app, member, foreign, "member");
  Object.assign(process.env, {
    PORTICO_URL: "http://localhost:3000",
    PORTICO_AUTH_SECRET: "x".repeat(32),
    PORTICO_PROVIDERS: JSON.stringify([{ type: "github", clientId: "a", clientSecret: "b" }]),
    PORTICO_PLATFORM_ADMINS: boss.email,
  });
  boss = { ...boss, platformAdmin: true };
});
afterAll(async () => {
  await prisma().$disconnect();
  await db?.drop();
});

const asking = (key?: string) => ({ requestId: "r-keys", key });
const perform = <S extends z.ZodType, T>(
  command: TenantCommand<"organization", S, T>,
  caller: Caller,
  raw: unknown,
  { org = own.slug, key }: { org?: string; key?: string } = {},
) => performTenant(command, caller, { org }, raw, asking(key), async () => caller);
const platform = <S extends z.ZodType, T>(command: PlatformCommand<S, T>, viewer: Viewer, raw: unknown) =>
  performPlatform(command, callerOfViewer(viewer), raw, asking());

const inDays = (days: number) => daysFrom(new Date(), days).toISOString();
type Wanted = Partial<z.input<typeof createKeyInput>>;
const wanted = (change: Wanted = {}) => ({
  kind: "personal",
  name: "laptop",
  scopes: ["organization:read", "projects:read", "members:read", "sessions:write", "keys:write"],
  expiresAt: inDays(30),
  ...change,
});
const service = (change: Wanted = {}) => wanted({ kind: "service", name: "nightly", ...change });
async function make(viewer: Viewer, input: object = wanted()): Promise<NewKey> {
  const made = await perform(createKeyCommand, callerOfViewer(viewer), input);
  if (!made.ok) throw new Error(made.reason);
  return made.value;
}
async function call(key: string): Promise<Caller> {
  const called = await callerOfBearer(key, "192.0.2.7");
  if (!called.ok) throw new Error(called.reason);
  return called.value;
}
const reasonOf = async (key: string) => {
  const called = await callerOfBearer(key, null);
  return called.ok ? null : called.reason;
};
const may = async (caller: Caller, permission: Permission, slug?: string) => {
  const tenant = await resolveTenant(caller, own.slug);
  if (!tenant) return null;
  const at = slug ? await withTenant(tenant, (tx) => resolveProject(tx, tenant, slug)) : tenant;
  return at && can(at.holder, permission);
};
const update = (sql: string, values: unknown[]) => asOwner((client) => client.query(sql, values));
async function asOwner<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: db.ownerUrl });
  await client.connect();
  try {
    await client.query("select set_config('app.scope', 'platform', false)");
    return await work(client);
  } finally {
    await client.end();
  }
}

describe("a personal key", () => {
  test("is its person with their rights as they are, narrowed by its scopes, in one organization", async () => {
    const { key, prefix, lastFour } = await make(admin);
    expect(key).toMatch(/^ptc_usr_/);
    expect(key.startsWith(prefix) && key.endsWith(lastFour)).toBe(true);
    const caller = await call(key);
    expect(caller).toMatchObject({ kind: "key", userId: admin.userId, platformAdmin: false });
    expect(await may(caller, "members:read")).toBe(true);
    expect(await may(caller, "members:manage")).toBe(false); // an admin may, this key may not
    expect(await may(caller, "sessions:create", project.slug)).toBe(true);
    expect(await may(caller, "credentials:manage", project.slug)).toBe(false);
    const both = await make(member);
    expect(await resolveTenant(await call(both.key), foreign.slug)).toBeNull(); // though its person belongs there
  });

  test("loses what its person loses, at its next use", async () => {
    const person = await makeViewer(db.app);
    await join(db.app, person, own, "admin");
    const { key } = await make(person);
    const role = (role: string) =>
      update("update memberships set role = $1 where user_id = $2", [role, person.userId]);
    await role("billing");
    expect(await may(await call(key), "keys:manage")).toBe(false);
    await update("delete from memberships where user_id = $1", [person.userId]);
    expect(await resolveTenant(await call(key), own.slug)).toBeNull();
  });

  test("counts what groups bring its person only for a day after they signed in, and what they hold by name always", async () => {
    const person = await makeViewer(db.app);
    const { key } = await asOwner(async (client) => {
      const { rows } = await client.query(
        `insert into group_mappings (id, organization_id, issuer, group_name, role)
          values (gen_random_uuid(), $1, 'https://issuer.test', $2, 'admin') returning id`,
        [own.id, person.displayName],
      );
      await client.query(
        `insert into memberships (id, organization_id, user_id, role, mapping_id)
          values (gen_random_uuid(), $1, $2, 'admin', $3)`,
        [own.id, person.userId, rows[0].id],
      );
      return make(person);
    });
    const signedIn = (hours: number) =>
      update(
        "update identities set last_sign_in_at = now() - make_interval(hours => $1) where user_id = $2",
        [hours, person.userId],
      );
    await signedIn(23);
    expect(await may(await call(key), "organization:read")).toBe(true);
    await signedIn(25);
    expect(await resolveTenant(await call(key), own.slug)).toBeNull();
    await join(db.app, person, own, "billing");
    expect((await resolveTenant(await call(key), own.slug))?.holder.organizationRole).toBe("billing");
    await signedIn(0);
    expect((await resolveTenant(await call(key), own.slug))?.holder.organizationRole).toBe("admin");
  });

  test("of a suspended person is refused, and counts again when they are back", async () => {
    const { key } = await make(member);
    await update("update users set suspended_at = now() where id = $1", [member.userId]);
    expect(await reasonOf(key)).toBe("account_suspended");
    await update("update users set suspended_at = null where id = $1", [member.userId]);
    expect(await reasonOf(key)).toBeNull();
  });

  test("in a suspended organization opens nothing", async () => {
    const { key } = await make(member);
    await update("update organizations set state = 'suspended' where id = $1", [own.id]);
    expect(await resolveTenant(await call(key), own.slug)).toBeNull();
    await update("update organizations set state = 'active' where id = $1", [own.id]);
    expect(await resolveTenant(await call(key), own.slug)).not.toBeNull();
  });

  test("that is revoked, expired or mistyped is refused", async () => {
    const { key, id } = await make(member);
    expect(await reasonOf(`${key.slice(0, -1)}${key.endsWith("a") ? "b" : "a"}`)).toBe("key_unknown");
    expect(await reasonOf(key)).toBeNull();
    const started = Date.now();
    expect((await perform(revokeKeyCommand, callerOfViewer(member), { id })).ok).toBe(true);
    expect(await reasonOf(key)).toBe("key_revoked");
    expect(Date.now() - started).toBeLessThan(5_000);
    const late = await make(member);
    await update("update keys set expires_at = now() where id = $1", [late.id]);
    expect(await reasonOf(late.key)).toBe("key_expired");
  });

  test("knows when and from where it was used last, and writes it at most once a minute", async () => {
    const { key, id } = await make(member);
    const used = () => withPlatform((tx) => tx.key.findUniqueOrThrow({ where: { id } }), db.app);
    expect((await used()).lastUsedAt).toBeNull();
    await call(key);
    const first = await used();
    expect(first).toMatchObject({ lastUsedFrom: "192.0.2.7" });
    await call(key);
    expect((await used()).lastUsedAt).toEqual(first.lastUsedAt);
  });
});

describe("a service key", () => {
  test("has the role it was given and no person behind it", async () => {
    const { key } = await make(owner, service({ organizationRole: "member" }));
    expect(key).toMatch(/^ptc_svc_/);
    const caller = await call(key);
    expect(caller).toMatchObject({ userId: null, organizationId: own.id, name: "nightly" });
    expect(await may(caller, "members:read")).toBe(true);
    expect(await may(caller, "members:manage")).toBe(false);
    expect(await resolveTenant(caller, foreign.slug)).toBeNull();
  });

  test("of one project sees that project only", async () => {
    const other = await makeProject(db.app, own);
    const { key } = await make(owner, service({ project: project.slug, projectRole: "editor" }));
    const caller = await call(key);
    expect(await may(caller, "sessions:create", project.slug)).toBe(true);
    expect(await may(caller, "project:update", project.slug)).toBe(false);
    expect(await may(caller, "project:read", other.slug)).toBeNull();
    expect(await may(caller, "members:read")).toBe(false);
  });

  test("does not outlast the role of whoever makes it, and gives no roles for them", async () => {
    const brief = await makeViewer(db.app);
    await join(db.app, brief, own, "admin");
    await update("update memberships set expires_at = now() + interval '10 days' where user_id = $1", [
      brief.userId,
    ]);
    const by = (change: Wanted) =>
      perform(createKeyCommand, callerOfViewer(brief), service({ organizationRole: "member", ...change }));
    expect(await by({ expiresAt: inDays(30) })).toMatchObject({
      reason: "role_outlasts",
      field: "expiresAt",
    });
    expect(await by({ expiresAt: inDays(9), scopes: ["members:write"] })).toMatchObject({ field: "scopes" });
    expect(await by({ expiresAt: inDays(9) })).toMatchObject({ ok: true });
  });

  test("is for those to make who manage keys, and never above their role", async () => {
    const by = (viewer: Viewer, change: Wanted) =>
      perform(createKeyCommand, callerOfViewer(viewer), service(change));
    expect(await by(member, { organizationRole: "member" })).toMatchObject({ reason: "forbidden" });
    expect((await by(admin, { organizationRole: "admin" })).ok).toBe(true);
    expect(await by(owner, { organizationRole: "owner" as never })).toMatchObject({ ok: false });
    expect(await by(owner, { project: "nowhere", projectRole: "viewer" })).toMatchObject({
      reason: "key_project_unknown",
    });
  });

  test.each<[ProjectRole, boolean, boolean]>([
    ["editor", true, true],
    ["viewer", true, false],
    ["editor", false, false],
  ])("as %s, standing: %s, is asked again before its session begins", async (role, stands, allowed) => {
    const { id } = await make(owner, service({ project: project.slug, projectRole: role }));
    if (!stands) await perform(revokeKeyCommand, callerOfViewer(owner), { id });
    const place = { organizationId: own.id, projectId: project.id };
    const holder = await withTenant(place, (tx) => keyHolderNow(tx, id, place), db.app);
    expect(holder !== null && can(holder, "sessions:create")).toBe(allowed);
  });
});

describe("making one", () => {
  test("gives the secret once: no table has it, whatever is asked again with the same key", async () => {
    const caller = callerOfViewer(member);
    const input = wanted({ name: "once" });
    const first = await perform(createKeyCommand, caller, input, { key: "k-once" });
    const again = await perform(createKeyCommand, caller, input, { key: "k-once" });
    if (!first.ok) throw new Error("refused");
    expect(again).toMatchObject({ ok: false, reason: "secret_shown" });
    const named = await withTenant({ organizationId: own.id }, (tx) =>
      tx.key.count({ where: { name: "once" } }),
    );
    expect(named).toBe(1);
    const secret = first.value.key.slice(16, -6);
    const found = await asOwner(async (client) => {
      const tables = await client.query<{ name: string }>(
        "select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
      );
      const hits: string[] = [];
      for (const { name } of tables.rows) {
        const hit = await client.query(`select 1 from ${name} t where t::text like $1 limit 1`, [
          `%${secret}%`,
        ]);
        if (hit.rowCount) hits.push(name);
      }
      return hits;
    });
    expect(found).toEqual([]);
  });

  test("is refused beyond the platform's longest life", async () => {
    await update(`update platform_settings set data = '{"maxKeyDays": 30}'`, []);
    const long = await perform(createKeyCommand, callerOfViewer(member), wanted({ expiresAt: inDays(32) }));
    expect(long).toMatchObject({ reason: "key_days_most", field: "expiresAt", values: { most: 30 } });
    const past = await perform(createKeyCommand, callerOfViewer(member), wanted({ expiresAt: inDays(-1) }));
    expect(past).toMatchObject({ reason: "date_past", field: "expiresAt" });
    // The last day counts whole.
    expect(
      (await perform(createKeyCommand, callerOfViewer(member), wanted({ expiresAt: inDays(31) }))).ok,
    ).toBe(true);
    await update("update platform_settings set data = '{}'", []);
    expect(
      (await perform(createKeyCommand, callerOfViewer(member), wanted({ expiresAt: inDays(366) }))).ok,
    ).toBe(true);
  });

  test("with a key gives no scope that it lacks, and a service gives no personal one", async () => {
    const caller = await call((await make(member)).key);
    const wide = wanted({ scopes: ["organization:read", "members:write"] });
    expect(await perform(createKeyCommand, caller, wide)).toMatchObject({ reason: "key_scope_beyond" });
    expect((await perform(createKeyCommand, caller, wanted({ scopes: ["organization:read"] }))).ok).toBe(
      true,
    );
    const bot = await call((await make(owner, service({ organizationRole: "member" }))).key);
    expect(await perform(createKeyCommand, bot, wanted())).toMatchObject({ reason: "key_person_needed" });
    const reading = await call((await make(member, wanted({ scopes: ["organization:read"] }))).key);
    expect(await perform(createKeyCommand, reading, wanted())).toMatchObject({ ok: false });
  });

  test("with a key makes one that ends with it, and so do those that were made with that", async () => {
    const first = await make(
      admin,
      wanted({ scopes: ["organization:read", "keys:write"], expiresAt: inDays(2) }),
    );
    const made = async (by: string, input: object) => {
      const answer = await perform(createKeyCommand, await call(by), input);
      if (!answer.ok) throw new Error(answer.reason);
      return answer.value;
    };
    const second = await made(
      first.key,
      wanted({ scopes: ["organization:read", "keys:write"], expiresAt: inDays(300) }),
    );
    const third = await made(
      second.key,
      service({ scopes: ["organization:read"], organizationRole: "member", expiresAt: inDays(1) }),
    );
    expect(second.expiresAt).toEqual(first.expiresAt);
    expect(third.expiresAt.getTime()).toBeLessThan(first.expiresAt.getTime());
    await perform(revokeKeyCommand, callerOfViewer(admin), { id: first.id });
    expect(await reasonOf(second.key)).toBe("key_revoked");
    expect(await reasonOf(third.key)).toBe("key_revoked");
  });

  test("with a key that ends meanwhile makes none", async () => {
    const parent = await make(admin);
    const caller = await call(parent.key);
    const end = "update keys set revoked_at = now() where id = $1";
    const answer = await asOwner(async (client) => {
      await client.query("begin");
      await client.query(end, [parent.id]);
      // Who asks now finds it alive still, and waits for what becomes of it.
      const made = perform(createKeyCommand, caller, wanted());
      await new Promise((resolve) => setTimeout(resolve, 300));
      await client.query("commit");
      return made;
    });
    expect(answer).toMatchObject({ ok: false, reason: "key_revoked" });
    expect(await perform(createKeyCommand, caller, wanted())).toMatchObject({ reason: "not_found" });
  });

  test.each(["jwt", "kubernetes"] as const)("with what another issuer made (%s) is refused", async (kind) => {
    const caller: Caller = { ...callerOfViewer(owner), kind, via: "api" };
    expect(await perform(createKeyCommand, caller, wanted())).toMatchObject({ reason: "key_maker" });
    const bot = service({ organizationRole: "member" });
    expect(await perform(createKeyCommand, caller, bot)).toMatchObject({ reason: "key_maker" });
  });

  test("at a screen needs a sign-in of the last ten minutes, and with a key does not", async () => {
    const at = (minutes: number) => ({ ...member, confirmedAt: new Date(Date.now() - minutes * 60_000) });
    expect((await perform(createKeyCommand, callerOfViewer(at(9)), wanted())).ok).toBe(true);
    expect(await perform(createKeyCommand, callerOfViewer(at(11)), wanted())).toMatchObject({
      reason: "step_up",
    });
    const staff = { ...boss, confirmedAt: new Date(0) };
    expect(
      await platform(createPlatformKeyCommand, staff, { name: "late", expiresAt: inDays(1) }),
    ).toMatchObject({ reason: "step_up" });
    const key = await call((await make(member)).key);
    expect((await perform(createKeyCommand, key, wanted({ scopes: ["organization:read"] }))).ok).toBe(true);
    const refusals = await asOwner((client) =>
      client.query("select organization_id from audit_events where reason = 'step_up'"),
    );
    expect(refusals.rows.map((row) => row.organization_id).sort()).toEqual([own.id, null].sort());
  });

  test("and ending one is in the audit log, refusals too, without the secret", async () => {
    const made = await make(member, wanted({ name: "audited" }));
    await perform(revokeKeyCommand, callerOfViewer(member), { id: made.id });
    const { rows } = await asOwner((client) =>
      client.query(
        "select action, outcome, detail::text, target_name from audit_events where target_name = 'audited' order by seq",
      ),
    );
    expect(rows.map(({ action, outcome }) => `${action} ${outcome}`)).toEqual([
      "keys.create allowed",
      "keys.revoke allowed",
    ]);
    expect(rows[0].detail).toContain(made.prefix);
    expect(JSON.stringify(rows)).not.toContain(made.key.slice(16));
    const refusals = await asOwner((client) =>
      client.query(
        "select 1 from audit_events where action = 'keys.create' and outcome = 'refused' and reason = 'forbidden'",
      ),
    );
    expect(refusals.rowCount).toBeGreaterThan(0);
  });
});

describe("ending one", () => {
  test("is one's own, or an admin's of the organization; nobody else finds it", async () => {
    const { id, key } = await make(member);
    const other = await makeViewer(db.app);
    await join(db.app, other, own, "member");
    expect(await perform(revokeKeyCommand, callerOfViewer(other), { id })).toMatchObject({
      reason: "not_found",
    });
    const elsewhere = await perform(
      revokeKeyCommand,
      callerOfViewer(outsider),
      { id },
      { org: foreign.slug },
    );
    expect(elsewhere).toMatchObject({ reason: "not_found" });
    expect(await reasonOf(key)).toBeNull();
    expect((await perform(revokeKeyCommand, callerOfViewer(admin), { id })).ok).toBe(true);
    expect((await perform(revokeKeyCommand, callerOfViewer(member), { id })).ok).toBe(true); // twice is once
    expect(await reasonOf(key)).toBe("key_revoked");
  });

  test("works for its person after they have left the organization", async () => {
    const person = await makeViewer(db.app);
    await join(db.app, person, own, "member");
    const { id, key } = await make(person);
    await update("delete from memberships where user_id = $1", [person.userId]);
    const ended = await performUser(revokeOwnKeyCommand, callerOfViewer(person), person, { id }, asking());
    expect(ended.ok).toBe(true);
    expect(await reasonOf(key)).toBe("key_revoked");
    const others = await performUser(revokeOwnKeyCommand, callerOfViewer(admin), admin, { id }, asking());
    expect(others).toMatchObject({ reason: "not_found" });
  });
});

describe("lists", () => {
  test("hold an organization's keys for those who manage them, and a person's own of every organization", async () => {
    const mine = await make(member, wanted({ name: "mine" }));
    const elsewhere = await perform(createKeyCommand, callerOfViewer(member), wanted({ name: "there" }), {
      org: foreign.slug,
    });
    if (!elsewhere.ok) throw new Error(elsewhere.reason);
    const key = { organizationId: own.id };
    const all = await withTenant(key, (tx) => listKeys(tx, own.id, { limit: 100 }), db.app);
    expect(all.rows.map(({ id }) => id)).toContain(mine.id);
    expect(all.rows.map(({ id }) => id)).not.toContain(elsewhere.value.id);
    expect(JSON.stringify(all)).not.toContain(mine.key);
    const [first, ...rest] = all.rows;
    const next = await withTenant(key, (tx) => listKeys(tx, own.id, { limit: 1, before: first?.id }), db.app);
    expect(next.rows.map(({ id }) => id)).toEqual([rest[0]?.id]);
    const ownOnes = await withUser(member.userId, (tx) => listOwnKeys(tx, member.userId), db.app);
    expect(ownOnes.map(({ id }) => id)).toEqual(expect.arrayContaining([mine.id, elsewhere.value.id]));
    expect(ownOnes.every(({ user }) => user?.id === member.userId)).toBe(true);
    expect(ownOnes.find(({ id }) => id === mine.id)?.organization?.slug).toBe(own.slug);
  });

  test("name the project that one's own key is for while one sees it, and it is there", async () => {
    const [at, person] = [await makeProject(db.app, own), await makeViewer(db.app)];
    await join(db.app, person, own, "member");
    await join(db.app, person, own, "editor", at.id);
    const named = async (viewer: Viewer) => {
      const keys = await withUser(viewer.userId, (tx) => listOwnKeys(tx, viewer.userId), db.app);
      expect(keys.map(({ projectId }) => projectId)).toContain(at.id);
      return (await projectsOfOwn(callerOfViewer(viewer), keys)).get(at.id);
    };
    for (const viewer of [owner, person]) {
      await make(viewer, wanted({ name: "bound", project: at.slug }));
      expect(await named(viewer)).toBe(at.slug);
    }
    await update("delete from memberships where user_id = $1 and project_id = $2", [person.userId, at.id]);
    expect(await named(person)).toBeUndefined();
    expect(await named(owner)).toBe(at.slug);
    await update("update projects set deleted_at = now() where id = $1", [at.id]);
    expect(await named(owner)).toBeUndefined();
  });

  test("leave out what ended more than 30 days ago", async () => {
    const old = await make(member, wanted({ name: "old" }));
    await update(
      "update keys set created_at = now() - interval '90 days', expires_at = now() - interval '31 days' where id = $1",
      [old.id],
    );
    const rows = await withUser(member.userId, (tx) => listOwnKeys(tx, member.userId), db.app);
    expect(rows.map(({ id }) => id)).not.toContain(old.id);
  });
});

describe("a key of the platform", () => {
  test("is rotated with an overlap, kept to addresses, disabled and enabled by its person, and is there for nobody else", async () => {
    const made = await platform(createPlatformKeyCommand, boss, { name: "own", expiresAt: inDays(1) });
    if (!made.ok) throw new Error(made.reason);
    const { id, key } = made.value;
    const other = { ...(await makeViewer(db.app)), platformAdmin: true };
    const rotation = { id, version: null, overlap: "1h", expiresAt: inDays(2) };
    for (const asked of [
      platform(rotatePlatformKeyCommand, other, rotation),
      platform(updatePlatformKeyCommand, other, { id, version: null, name: "theirs" }),
      platform(endPlatformKeyOverlapCommand, other, { id }),
      platform(disablePlatformKeyCommand, other, { id }),
      platform(enablePlatformKeyCommand, other, { id }),
      platform(revokePlatformKeyCommand, other, { id }),
    ])
      expect(await asked).toMatchObject({ reason: "not_found" });
    // Nor is it a key of an organization, whatever its person is there.
    expect(await perform(rotateKeyCommand, callerOfViewer(owner), rotation)).toMatchObject({
      reason: "not_found",
    });

    const rotated = await platform(rotatePlatformKeyCommand, boss, rotation);
    if (!rotated.ok) throw new Error(rotated.reason);
    expect(rotated.value.expiresAt.toISOString()).toBe(rotation.expiresAt);
    expect([await reasonOf(key), await reasonOf(rotated.value.key)]).toEqual([null, null]);
    expect((await platform(endPlatformKeyOverlapCommand, boss, { id })).ok).toBe(true);
    expect([await reasonOf(key), await reasonOf(rotated.value.key)]).toEqual(["key_rotated", null]);

    const kept = { id, version: rotated.value.version + 1, addresses: ["192.0.2.0/24"] };
    expect(await platform(updatePlatformKeyCommand, boss, { ...kept, models: ["gpt"] })).toMatchObject({
      reason: "key_models_scope",
    });
    expect((await platform(updatePlatformKeyCommand, boss, kept)).ok).toBe(true);
    expect(await reasonOf(rotated.value.key)).toBe("address_not_allowed");
    await call(rotated.value.key);
    expect((await platform(disablePlatformKeyCommand, boss, { id })).ok).toBe(true);
    expect(await reasonOf(rotated.value.key)).toBe("key_disabled");
    expect((await platform(enablePlatformKeyCommand, boss, { id })).ok).toBe(true);
    expect(await reasonOf(rotated.value.key)).toBe("address_not_allowed");
    expect((await platform(revokePlatformKeyCommand, boss, { id })).ok).toBe(true);
    expect(await reasonOf(rotated.value.key)).toBe("key_revoked");
    const rows = await asOwner((client) =>
      client.query(
        "select action from audit_events where target_id = $1 and outcome = 'allowed' order by seq",
        [id],
      ),
    );
    expect(rows.rows.map(({ action }) => action)).toEqual(
      ["create", "rotate", "end-overlap", "update", "disable", "enable", "revoke"].map(
        (what) => `keys.${what}`,
      ),
    );
  });

  test("is a platform admin's for as long as they are one", async () => {
    expect(
      await platform(createPlatformKeyCommand, member, { name: "p", expiresAt: inDays(1) }),
    ).toMatchObject({
      reason: "not_found",
    });
    const made = await platform(createPlatformKeyCommand, boss, { name: "p", expiresAt: inDays(1) });
    if (!made.ok) throw new Error(made.reason);
    expect(made.value.key).toMatch(/^ptc_plt_/);
    expect(await call(made.value.key)).toMatchObject({ platformAdmin: true, organizationId: null });
    await join(db.app, boss, own, "owner");
    expect(await resolveTenant(await call(made.value.key), own.slug)).toBeNull(); // it is the platform's alone
    await update("update users set email_verified = false where id = $1", [boss.userId]);
    expect(await call(made.value.key)).toMatchObject({ platformAdmin: false });
    expect((await platform(revokePlatformKeyCommand, boss, { id: made.value.id })).ok).toBe(true);
    expect(await reasonOf(made.value.key)).toBe("key_revoked");
  });
});
