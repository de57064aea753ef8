import "#test/provided.ts";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { z } from "zod";
import { callerOfBearer } from "#lib/domain/access/bearer.ts";
import { type Caller, callerOfViewer } from "#lib/domain/access/caller.ts";
import type { TenantCommand } from "#lib/domain/access/command.ts";
import { performTenant } from "#lib/domain/access/perform.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { resolveProject, resolveTenant } from "#lib/domain/access/scope.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { updateOrganizationCommand } from "#lib/domain/organizations/commands.ts";
import { mintKey } from "#lib/infra/crypto/key.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withTenant, withUser } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer, type TestOrganization } from "#test/world.ts";
import {
  createKeyCommand,
  disableKeyCommand,
  enableKeyCommand,
  endKeyOverlapCommand,
  revokeKeyCommand,
  revokeKeysCommand,
  rotateKeyCommand,
  updateKeyCommand,
} from "./commands.ts";
import { getKey, longestLives } from "./data.ts";
import { answerLeaks } from "./leaks.ts";
import { enableKey } from "./life.ts";
import { countShown, keyListFilter, listEnding, listShown, shownStateOf, shownStates } from "./list.ts";
import { previewRevocation } from "./many.ts";
import type { NewKey } from "./mutations.ts";
import { daysFrom } from "./rules.ts";

let db: TestDatabase;
let own: TestOrganization;
let project: { id: string; slug: string };
const people = {} as Record<"owner" | "member" | "chief" | "editor" | "watcher", Viewer>;

beforeAll(async () => {
  db = await createTestDatabase(10);
  Object.assign(process.env, {
    PORTICO_URL: "http://localhost:3000",
    PORTICO_AUTH_SECRET: "x".repeat(32),
    PORTICO_PROVIDERS: JSON.stringify([{ type: "github", clientId: "a", clientSecret: "b" }]),
  });
  own = await makeOrganization(db.app);
  project = await makeProject(db.app, own);
  for (const who of ["owner", "member", "chief", "editor", "watcher"] as const)
    people[who] = await makeViewer(db.app);
  await join(db.app, people.owner, own, "owner");
  await join(db.app, people.member, own, "member");
  // These three belong to the project alone.
  await join(db.app, people.chief, own, "admin", project.id);
  await join(db.app, people.editor, own, "editor", project.id);
  await join(db.app, people.watcher, own, "viewer", project.id);
});
afterAll(async () => {
  await prisma().$disconnect();
  await db?.drop();
});

const perform = async <S extends z.ZodType, T>(
  command: TenantCommand<"organization", S, T>,
  who: Viewer | Caller,
  raw: unknown,
) => {
  const caller = "kind" in who ? who : callerOfViewer(who);
  return performTenant(command, caller, { org: own.slug }, raw, { requestId: "r-life" }, async () => caller);
};
const inDays = (days: number) => daysFrom(new Date(), days).toISOString();
const personal = (change: object = {}) => ({
  kind: "personal",
  name: "laptop",
  scopes: ["sessions:read", "keys:write"],
  expiresAt: inDays(30),
  ...change,
});
const inProject = (change: object = {}) =>
  personal({ kind: "project", project: project.slug, projectRole: "editor", ...change });
async function make(who: Viewer | Caller, input: object): Promise<NewKey> {
  const made = await perform(createKeyCommand, who, input);
  if (!made.ok) throw new Error(made.reason);
  return made.value;
}
async function callerBy(key: string, address: string | null = null): Promise<Caller> {
  const called = await callerOfBearer(key, address);
  if (!called.ok) throw new Error(called.reason);
  return called.value;
}
const reasonOf = async (key: string, address: string | null = null) => {
  const called = await callerOfBearer(key, address);
  return called.ok ? null : called.reason;
};
async function sql<Row extends object = Record<string, never>>(
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: db.ownerUrl });
  await client.connect();
  try {
    await client.query("select set_config('app.scope', 'platform', false)");
    return (await client.query(text, values)).rows;
  } finally {
    await client.end();
  }
}
/** Begins work that is to wait for another's change, which is done once it waits. */
async function during<T>(text: string, values: unknown[], work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: db.ownerUrl });
  await client.connect();
  try {
    await client.query("select set_config('app.scope', 'platform', false)");
    await client.query("begin");
    await client.query(text, values);
    const waiting = work();
    await somebodyWaits();
    await client.query("commit");
    return await waiting;
  } finally {
    await client.end();
  }
}
const somebodyWaits = () =>
  expect
    .poll(
      () =>
        sql(
          "select pid from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
        ),
      { timeout: 5_000 },
    )
    .toHaveLength(1);
const read = (id: string) => withTenant({ organizationId: own.id }, (tx) => getKey(tx, own.id, id), db.app);
const rotate = (
  who: Viewer | Caller,
  id: string,
  overlap = "1h",
  version: number | null = null,
  days?: number,
) => perform(rotateKeyCommand, who, { id, overlap, version, ...(days ? { expiresAt: inDays(days) } : {}) });

describe("a key of a project", () => {
  test("has the role that is given, narrowed by its scopes, and works on when its maker is gone", async () => {
    const maker = await makeViewer(db.app);
    await join(db.app, maker, own, "admin", project.id);
    const { key, id } = await make(maker, inProject());
    expect(key).toMatch(/^ptc_prj_/);
    await sql("delete from memberships where user_id = $1", [maker.userId]);
    const caller = await callerBy(key);
    expect(caller).toMatchObject({ userId: null, actorId: id });
    const tenant = await resolveTenant(caller, own.slug);
    const at = tenant && (await withTenant(tenant, (tx) => resolveProject(tx, tenant, project.slug)));
    expect(at && can(at.holder, "sessions:read")).toBe(true);
    expect(at && can(at.holder, "sessions:create")).toBe(false); // its role would allow it, its scopes do not
    expect(tenant && can(tenant.holder, "keys:own")).toBe(false);
  });

  test("is for the project's admins to make; editors make their own there, viewers none", async () => {
    const reason = async (who: Viewer, input: object) => {
      const made = await perform(createKeyCommand, who, input);
      return made.ok ? "made" : made.reason;
    };
    expect(await reason(people.chief, inProject())).toBe("made");
    expect(await reason(people.owner, inProject({ projectRole: "admin" }))).toBe("made");
    expect(await reason(people.editor, inProject())).toBe("forbidden");
    expect(await reason(people.editor, personal({ project: project.slug }))).toBe("made");
    expect(await reason(people.editor, personal())).toBe("key_project_needed");
    expect(await reason(people.watcher, personal({ project: project.slug }))).toBe("key_project_role");
    expect(await reason(people.member, personal({ project: project.slug }))).toBe("key_project_unknown");
    expect(await reason(people.member, personal())).toBe("made");
  });

  test("calls models only for a project, with a role that may", async () => {
    const calls = { scopes: ["models:call"] };
    expect(await perform(createKeyCommand, people.editor, personal(calls))).toMatchObject({
      reason: "key_models_project",
      field: "project",
    });
    const weak = inProject({ ...calls, projectRole: "viewer" });
    expect(await perform(createKeyCommand, people.chief, weak)).toMatchObject({ reason: "key_models_role" });
    const limits = { requestsPerMinute: 60, costPerMonth: 12.5, tokensPerMonth: 4_000_000_000 };
    const made = await make(people.chief, inProject({ ...calls, models: ["small", "small"], limits }));
    expect(await read(made.id)).toMatchObject({
      models: ["small"],
      limits: { ...limits, tokensPerMinute: null },
      project: { slug: project.slug },
    });
  });

  test("and people's keys in it are for its admins to see and to end, not to use", async () => {
    const { id, key } = await make(people.editor, personal({ project: project.slug }));
    const elsewhere = await make(people.member, personal());
    expect(await perform(disableKeyCommand, people.chief, { id: elsewhere.id })).toMatchObject({
      reason: "not_found",
    });
    expect(await perform(updateKeyCommand, people.chief, { id, version: null, name: "x" })).toMatchObject({
      reason: "forbidden",
    });
    expect(await rotate(people.owner, id)).toMatchObject({ reason: "key_rotate_person" });
    expect(await perform(disableKeyCommand, people.watcher, { id })).toMatchObject({ reason: "not_found" });
    expect(await perform(disableKeyCommand, people.chief, { id })).toMatchObject({ ok: true });
    expect(await reasonOf(key)).toBe("key_disabled");
    expect(await perform(enableKeyCommand, people.editor, { id })).toMatchObject({
      reason: "key_disabled_by",
    });
    expect(await perform(enableKeyCommand, people.chief, { id })).toMatchObject({ ok: true });
    expect(await reasonOf(key)).toBeNull();
    expect(await perform(revokeKeyCommand, people.chief, { id })).toMatchObject({ ok: true });
    expect(await reasonOf(key)).toBe("key_revoked");
    const log = await sql<{ action: string }>(
      "select action, project_id from audit_events where target_id = $1 and outcome = 'allowed' order by seq",
      [id],
    );
    expect(log.map(({ action }) => action)).toEqual([
      "keys.create",
      "keys.disable",
      "keys.enable",
      "keys.revoke",
    ]);
    expect(log).toEqual(log.map((row) => ({ ...row, project_id: project.id })));
    const mails = await sql("select 1 from emails where recipient = $1 and template = 'keyRevoked'", [
      people.editor.email,
    ]);
    expect(mails).toHaveLength(1);
  });

  test("that somebody else disabled is not enabled by its person, not even as the project's admin, nor apart from its maker", async () => {
    const enable = (who: Viewer, id: string) => perform(enableKeyCommand, who, { id });
    const { id, key } = await make(people.chief, personal({ project: project.slug }));
    await perform(disableKeyCommand, people.owner, { id });
    expect(await enable(people.chief, id)).toMatchObject({ reason: "key_disabled_by" });
    expect(await enable(people.owner, id)).toMatchObject({ ok: true });
    await perform(disableKeyCommand, people.chief, { id });
    expect(await enable(people.chief, id)).toMatchObject({ ok: true });
    const child = await make(
      await callerBy(key),
      personal({ project: project.slug, scopes: ["sessions:read"] }),
    );
    await perform(disableKeyCommand, people.chief, { id });
    expect(await enable(people.owner, child.id)).toMatchObject({ reason: "key_parent_disabled" });
    expect(await enable(people.chief, id)).toMatchObject({ ok: true });
    expect(await reasonOf(child.key)).toBeNull();
  });

  test("whose maker is disabled in the moment in which it is enabled stays disabled, whichever came first", async () => {
    const parent = await make(people.member, personal());
    const child = await make(await callerBy(parent.key), personal({ scopes: ["sessions:read"] }));
    await perform(disableKeyCommand, people.member, { id: child.id });
    const late = await during(
      "update keys set disabled_at = now(), disabled_by = user_id where id = $1",
      [parent.id],
      () => perform(enableKeyCommand, people.member, { id: child.id }),
    );
    expect(late).toMatchObject({ reason: "key_parent_disabled" });

    expect(await perform(enableKeyCommand, people.member, { id: parent.id })).toMatchObject({ ok: true });
    const scope = await resolveTenant(callerOfViewer(people.member), own.slug);
    if (!scope) throw new Error("not of the organization");
    const disabling = await withTenant(scope, async (tx) => {
      expect(await enableKey(tx, scope, child.id)).toMatchObject({ ok: true });
      const waiting = perform(disableKeyCommand, people.member, { id: parent.id });
      await somebodyWaits();
      return { waiting };
    });
    expect(await disabling.waiting).toMatchObject({ ok: true });
    expect(await reasonOf(child.key)).toBe("key_disabled");
  });
});

describe("rotating", () => {
  test("gives a new secret; both work during the overlap, and the one before says afterwards what became of it", async () => {
    const { id, key } = await make(people.member, personal());
    const rotated = await rotate(people.member, id, "24h");
    if (!rotated.ok) throw new Error(rotated.reason);
    expect(await reasonOf(key)).toBeNull();
    expect(await reasonOf(rotated.value.key)).toBeNull();
    expect((await read(id))?.overlap?.endsAt).toEqual(rotated.value.before.endsAt);
    expect((await callerBy(rotated.value.key)).keyId).toBe(id);
    expect(await rotate(people.member, id, "1h")).toMatchObject({ reason: "key_overlap" });
    expect(await perform(endKeyOverlapCommand, people.member, { id })).toMatchObject({ ok: true });
    expect(await reasonOf(key)).toBe("key_rotated");
    expect(await reasonOf(rotated.value.key)).toBeNull();
    expect(await perform(endKeyOverlapCommand, people.member, { id })).toMatchObject({
      reason: "key_no_overlap",
    });
    const at = await rotate(people.member, id, "now");
    expect(await reasonOf(rotated.value.key)).toBe("key_rotated");
    const last = await rotate(people.member, id, "7d");
    if (!at.ok || !last.ok) throw new Error("not rotated");
    await sql("update key_secrets set ends_at = now() where ends_at > now() and key_id = $1", [id]);
    expect(await reasonOf(at.value.key)).toBe("key_rotated");
    const texts = JSON.stringify(await sql("select * from audit_events where target_id = $1", [id]));
    for (const secret of [key, rotated.value.key, last.value.key])
      expect(texts).not.toContain(secret.slice(16));
  });

  test("twice at once: one wins, the other is told", async () => {
    const { id } = await make(people.member, personal());
    const seen = await Promise.all([0, 1].map(() => rotate(people.member, id, "1h", 1)));
    expect(seen.map((one) => (one.ok ? "ok" : one.reason)).sort()).toEqual(["ok", "version_differs"]);
    const blind = await make(people.member, personal());
    const both = await Promise.all([0, 1].map(() => rotate(people.member, blind.id, "1h")));
    expect(both.map((one) => (one.ok ? "ok" : one.reason)).sort()).toEqual(["key_overlap", "ok"]);
  });

  test("and revoking at once: whichever comes first, nothing works", async () => {
    for (let i = 0; i < 3; i++) {
      const { id, key } = await make(people.member, personal());
      const [rotated, revoked] = await Promise.all([
        rotate(people.member, id),
        perform(revokeKeyCommand, people.owner, { id }),
      ]);
      expect(revoked.ok).toBe(true);
      if (rotated.ok) expect(await reasonOf(rotated.value.key)).toBe("key_revoked");
      else expect(rotated.reason).toBe("key_revoked_now");
      expect(await reasonOf(key)).toBe("key_revoked");
    }
  });

  test("leaves the end as it is, or gives a new one as far as a new key might; a key gives no time", async () => {
    const { id, key, expiresAt } = await make(people.member, personal());
    expect(await rotate(people.member, id, "now")).toMatchObject({ value: { expiresAt } });
    const renewed = await rotate(people.member, id, "now", null, 60);
    if (!renewed.ok) throw new Error(renewed.reason);
    expect(+renewed.value.expiresAt - Date.now()).toBeGreaterThan(59 * 86_400_000);
    expect((await read(id))?.expiresAt).toEqual(renewed.value.expiresAt);
    await sql(
      "update organizations set key_max_days = 30 where id = (select organization_id from keys where id = $1)",
      [id],
    );
    const beyond = { reason: "key_days_most", field: "expiresAt" };
    expect(await rotate(people.member, id, "now", null, 32)).toMatchObject(beyond);
    await sql(
      "update organizations set key_max_days = 365 where id = (select organization_id from keys where id = $1)",
      [id],
    );
    expect(key).not.toBe(renewed.value.key);
    const caller = await callerBy(renewed.value.key);
    expect(await rotate(caller, id, "now", null, 7)).toMatchObject({ reason: "key_renew" });
    const child = await make(caller, personal({ scopes: ["sessions:read"] }));
    expect(await rotate(people.member, child.id, "now", null, 7)).toMatchObject({ reason: "key_renew" });
  });

  test("gives no secret that outlasts the role of whoever asks for it", async () => {
    const brief = await makeViewer(db.app);
    await join(db.app, brief, own, "admin", project.id);
    const until = "update memberships set expires_at = now() + interval '2 days' where user_id = $1";
    await sql(until, [brief.userId]);
    const { id } = await make(people.chief, inProject());
    const gives = await make(people.owner, inProject({ scopes: ["members:write"], expiresAt: inDays(1) }));
    const outlasts = { reason: "role_outlasts", field: "expiresAt" };
    expect(await rotate(brief, id)).toMatchObject(outlasts);
    expect(await rotate(brief, gives.id)).toMatchObject(outlasts);
    expect(await rotate(brief, id, "now", null, 1)).toMatchObject({ ok: true });
    expect(await rotate(people.chief, id)).toMatchObject({ ok: true });
    await sql("delete from memberships where user_id = $1", [brief.userId]);
  });

  test("with the secret from before is nothing: neither a newer one nor a key comes of it", async () => {
    const { id, key } = await make(people.member, personal());
    const rotated = await rotate(people.member, id, "24h");
    if (!rotated.ok) throw new Error(rotated.reason);
    const before = await callerBy(key);
    const refused = { reason: "key_secret_before" };
    expect(await rotate(before, id, "now")).toMatchObject(refused);
    expect(await perform(createKeyCommand, before, personal())).toMatchObject(refused);
    expect(await perform(updateKeyCommand, before, { id, version: null, name: "x" })).toMatchObject(refused);
    expect(await rotate(await callerBy(rotated.value.key), id, "now")).toMatchObject({ ok: true });
  });

  test("with a key is for that key, and for what was made with it", async () => {
    const one = await make(people.member, personal());
    const other = await make(people.member, personal());
    const caller = await callerBy(one.key);
    expect(await rotate(caller, other.id)).toMatchObject({ reason: "key_rotate_own" });
    const child = await make(caller, personal({ scopes: ["sessions:read"] }));
    expect(await rotate(caller, child.id)).toMatchObject({ ok: true });
    expect(await rotate(caller, one.id)).toMatchObject({ ok: true });
    const own = await make(people.chief, inProject());
    expect(await rotate(await callerBy(own.key), own.id)).toMatchObject({ ok: true });
  });
});

describe("what a key may", () => {
  test("is held to its addresses at every call, whose refusal is no use", async () => {
    const { id, key } = await make(people.member, personal({ addresses: ["10.0.0.0/8", "2001:db8::/32"] }));
    expect(await reasonOf(key, "192.0.2.1")).toBe("address_not_allowed");
    expect(await reasonOf(key, null)).toBe("address_not_allowed");
    expect((await read(id))?.lastUsedAt).toBeNull();
    for (const address of ["10.2.3.4", "2001:db8::7", "::ffff:10.0.0.1"])
      expect(await reasonOf(key, address)).toBeNull();
    expect((await read(id))?.lastUsedAt).not.toBeNull();
    const wrong = { id, version: null, addresses: ["10.0.0.0/8", "10.1.2.3/8"] };
    expect(await perform(updateKeyCommand, people.member, wrong)).toMatchObject({
      reason: "key_address_bits",
      field: "addresses.1",
    });
    const free = await perform(updateKeyCommand, people.member, { id, version: 1, addresses: [] });
    expect(free).toMatchObject({ value: { version: 2 } });
    expect(await reasonOf(key, "192.0.2.1")).toBeNull();
    expect(await perform(updateKeyCommand, people.member, { id, version: 1, name: "x" })).toMatchObject({
      reason: "version_differs",
    });
  });

  test("is not more than its maker: a key with limits makes none and changes none", async () => {
    const { id, key } = await make(people.member, personal({ addresses: ["10.0.0.0/8"] }));
    const caller = await callerBy(key, "10.0.0.1");
    expect(await perform(createKeyCommand, caller, personal())).toMatchObject({
      reason: "key_maker_limited",
    });
    expect(await perform(updateKeyCommand, caller, { id, version: null, addresses: [] })).toMatchObject({
      reason: "key_maker_limited",
    });
  });

  test("is nothing while it is disabled, nor what those may that were made with it", async () => {
    const parent = await make(people.member, personal());
    const child = await make(await callerBy(parent.key), personal({ scopes: ["sessions:read"] }));
    await perform(disableKeyCommand, people.member, { id: parent.id });
    expect([await reasonOf(parent.key), await reasonOf(child.key)]).toEqual(["key_disabled", "key_disabled"]);
    expect(await perform(enableKeyCommand, people.member, { id: parent.id })).toMatchObject({ ok: true });
    expect([await reasonOf(parent.key), await reasonOf(child.key)]).toEqual([null, null]);
  });

  test("lasts no longer than the organization lets new ones; those from before keep their end", async () => {
    const before = await make(people.member, personal({ expiresAt: inDays(300) }));
    const policy = (keyMaxDays: number) =>
      perform(updateOrganizationCommand, people.owner, { version: null, keyMaxDays });
    expect(await policy(366)).toMatchObject({ reason: "key_days", field: "keyMaxDays" });
    expect((await policy(10)).ok).toBe(true);
    const lives = await withUser(people.member.userId, (tx) => longestLives(tx, [own.id]), db.app);
    expect([lives.of(own.id), lives.of(null) > 10]).toEqual([10, true]);
    const late = await perform(createKeyCommand, people.member, personal({ expiresAt: inDays(12) }));
    expect(late).toMatchObject({ reason: "key_days_most", values: { most: 10 }, field: "expiresAt" });
    expect((await read(before.id))?.expiresAt).toEqual(before.expiresAt);
    await policy(365);
    // Asked for while the policy changes: it waits for that, and holds to what it says then.
    const made = await during("update organizations set key_max_days = 5 where id = $1", [own.id], () =>
      perform(createKeyCommand, people.member, personal()),
    );
    expect(made).toMatchObject({ reason: "key_days_most", values: { most: 5 } });
    await policy(365);
  });
});

test("revoking many takes what was listed and still fits, and says of each other why not", async () => {
  const made = [];
  for (let i = 0; i < 5; i++)
    made.push(await make(people.editor, personal({ project: project.slug, name: `old-${i}` })));
  const ids = made.map(({ id }) => id);
  await sql("update keys set created_at = now() - interval '100 days' where id = any($1)", [ids]);
  const filter = { unusedDays: 90, owner: people.editor.userId };
  const listed = await withTenant(
    { organizationId: own.id },
    (tx) => previewRevocation(tx, own.id, {}, filter, 500),
    db.app,
  );
  expect(listed.rows.map(({ id }) => id).sort()).toEqual([...ids].sort());
  const [used, gone, ended, ...rest] = made as [NewKey, NewKey, NewKey, ...NewKey[]];
  await callerBy(used.key);
  await perform(revokeKeyCommand, people.editor, { id: gone.id });
  await sql("update keys set expires_at = now() where id = $1", [ended.id]);
  const stranger = "00000000-0000-7000-8000-000000000000";
  const input = { ids: [...ids, stranger], filter };
  expect(await perform(revokeKeysCommand, people.watcher, input)).toMatchObject({ value: { revoked: [] } });
  const answer = await perform(revokeKeysCommand, people.chief, input);
  if (!answer.ok) throw new Error(answer.reason);
  expect(answer.value.revoked.map(({ id }) => id).sort()).toEqual(rest.map(({ id }) => id).sort());
  expect(answer.value.skipped).toEqual([
    { id: used.id, why: "differs" },
    { id: gone.id, why: "revoked" },
    { id: ended.id, why: "expired" },
    { id: stranger, why: "gone" },
  ]);
  for (const { key } of rest) expect(await reasonOf(key)).toBe("key_revoked");
  expect(await reasonOf(used.key)).toBeNull();
  const log = await sql("select 1 from audit_events where action = 'keys.revoke' and target_id = any($1)", [
    rest.map(({ id }) => id),
  ]);
  expect(log).toHaveLength(rest.length);
});

describe("a report of a leak", () => {
  const report = (body: unknown, address = "198.51.100.1") =>
    answerLeaks(
      new Request("http://localhost:3000/api/v1/keys/leaks", {
        method: "POST",
        headers: { "content-type": "application/json", "x-forwarded-for": address },
        body: JSON.stringify(body),
      }),
      "r-leak",
    );

  test("tells the key's person once, is in the audit log without the key, and revokes it", async () => {
    const { id, key } = await make(people.member, personal({ name: "leaky" }));
    const url = `https://user:secret@code.example/x/${key}/y?token=abc#${key}`;
    const unknown = mintKey("ptc_usr_").text;
    const answers = [
      await report({ key, url }),
      await report({ key, url }),
      await report({ key: unknown }),
      await report({ key: "no key" }),
    ];
    for (const answer of answers) {
      expect(answer.status).toBe(202);
      expect(await answer.json()).toEqual({ received: 1 });
    }
    expect(await reasonOf(key)).toBe("key_revoked");
    const log = await sql<{ detail: object }>(
      "select * from audit_events where action = 'keys.leak' and target_id = $1",
      [id],
    );
    expect(log).toHaveLength(1);
    expect(log[0]?.detail).toMatchObject({ source: "https://code.example/x/[hidden]/y", revoked: true });
    const mails = await sql("select params from emails where subject_id = $1 and template = 'keyLeaked'", [
      id,
    ]);
    expect(mails).toMatchObject([{ params: { page: { path: `/orgs/${own.slug}/keys/${id}` } } }]);
    expect(JSON.stringify([log, mails, await sql("select * from keys where id = $1", [id])])).not.toContain(
      key.slice(16),
    );
  });

  test("leaves the key as it is where the organization says so, and is made anew for a new secret", async () => {
    const policy = (revokeLeakedKeys: boolean) =>
      perform(updateOrganizationCommand, people.owner, { version: null, revokeLeakedKeys });
    await policy(false);
    const { id, key } = await make(people.chief, inProject({ name: "stays" }));
    const found = [{ token: key, type: "portico", url: "", source: "content" }];
    expect((await report([...found, ...found])).status).toBe(202);
    expect(await reasonOf(key)).toBeNull();
    expect((await read(id))?.leakReportedAt).not.toBeNull();
    const rotated = await rotate(people.chief, id, "now");
    expect((await read(id))?.leakReportedAt).toBeNull();
    await policy(true);
    await report({ key }); // a secret that works no more is nothing to act on
    expect((await read(id))?.leakReportedAt).toBeNull();
    if (!rotated.ok) throw new Error(rotated.reason);
    await report({ key: rotated.value.key });
    expect(await reasonOf(rotated.value.key)).toBe("key_revoked");
    const mails = await sql("select recipient from emails where subject_id = $1", [id]);
    expect(mails).toEqual([{ recipient: people.chief.email }, { recipient: people.chief.email }]);
    // Reported while the key was to be kept, and again now that it is not.
    await policy(false);
    const kept = await make(people.chief, inProject());
    await report({ key: kept.key });
    await policy(true);
    await Promise.all([report({ key: kept.key }), report({ key: kept.key })]);
    expect(await reasonOf(kept.key)).toBe("key_revoked");
    const told = await sql("select 1 from emails where subject_id = $1", [kept.id]);
    expect(told).toHaveLength(2);
  });

  test("of the secret from before a rotation ends that one alone", async () => {
    const { id, key } = await make(people.member, personal());
    const rotated = await rotate(people.member, id, "7d");
    if (!rotated.ok) throw new Error(rotated.reason);
    await report({ key });
    await report({ key });
    expect(await reasonOf(key)).toBe("key_rotated");
    expect(await reasonOf(rotated.value.key)).toBeNull();
    expect(await read(id)).toMatchObject({ leakReportedAt: null, overlap: null });
    const log = await sql<{ detail: object }>(
      "select detail from audit_events where action = 'keys.leak' and target_id = $1",
      [id],
    );
    expect(log).toMatchObject([{ detail: { revoked: false, ended: true } }]);
    const mails = await sql("select 1 from emails where subject_id = $1 and template = 'keyLeaked'", [id]);
    expect(mails).toHaveLength(1);
  });

  test("that cannot be read says so, and one address sends only so many", async () => {
    for (const wrong of [{}, { key: 7 }, [], [{ url: "x" }], { key: "x", more: 1 }])
      expect((await report(wrong, "198.51.100.2")).status).toBe(422);
    const many = await Promise.all(Array.from({ length: 70 }, () => report({ key: "x" }, "198.51.100.3")));
    expect(new Set(many.map(({ status }) => status))).toEqual(new Set([202, 429]));
  });
});

test("what screens list of each state is what they count, and has that state; texts find by how a name or a secret begins, and a secret ends", async () => {
  const where = await makeProject(db.app, own);
  await join(db.app, people.chief, own, "admin", where.id);
  const named = (name: string) => make(people.chief, inProject({ project: where.slug, name }));
  const made = [];
  for (const name of ["plain", "turned", "soon", "shut", "over", "gone"]) made.push(await named(name));
  const [plain, turned, soon, shut, over, gone] = made.map(({ id }) => id);
  await rotate(people.chief, turned ?? "", "24h");
  await perform(disableKeyCommand, people.chief, { id: shut });
  await perform(revokeKeyCommand, people.chief, { id: gone });
  await sql("update keys set expires_at = now() + interval '3 days' where id = $1", [soon]);
  await sql("update keys set expires_at = now() - interval '3 days' where id = $1", [over]);
  const whose = { projectId: where.id };
  const none = keyListFilter.parse({});
  const list = (change: object) =>
    withTenant(
      { organizationId: own.id },
      (tx) => listShown(tx, own.id, whose, { ...none, ...change }),
      db.app,
    );
  const counts = await withTenant({ organizationId: own.id }, (tx) => countShown(tx, own.id, whose), db.app);
  for (const state of shownStates) {
    const { rows } = await list({ state });
    expect([state, rows.length]).toEqual([state, counts[state]]);
    expect(rows.map((row) => shownStateOf(row))).toEqual(rows.map(() => state));
  }
  expect(counts).toEqual({ all: 6, active: 1, rotating: 1, ending: 1, disabled: 1, expired: 1, revoked: 1 });
  const found = async (q: string) => (await list({ q })).rows.map(({ id }) => id);
  expect(await found("PLA")).toEqual([plain]);
  expect(await found(made[0]?.prefix ?? "")).toEqual([plain]);
  expect(await found(made[1]?.prefix ?? "")).toEqual([turned]); // also by a secret from before the rotation
  expect(await found(made[0]?.lastFour ?? "")).toContain(plain);
  expect(await found("%")).toEqual([]);
  expect((await list({ unused: 7 })).rows).toEqual([]);
  // Those that end first, whenever they were made.
  await sql("update keys set expires_at = now() + interval '4 days' where id = any($1)", [[turned, over]]);
  const ending = (take: number) =>
    withTenant({ organizationId: own.id }, (tx) => listEnding(tx, own.id, whose, take), db.app);
  expect((await ending(1)).map(({ id }) => id)).toEqual([soon]);
  expect((await ending(9)).map(({ id }) => id)).toEqual([soon, turned, over]);
});
