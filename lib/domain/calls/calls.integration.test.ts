import "#test/provided.ts";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join as pathJoin } from "node:path";
import fc from "fast-check";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { NextRequest } from "next/server";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { apiRoute } from "#lib/domain/access/api-route.ts";
import { callerOfKey } from "#lib/domain/access/bearer-key.ts";
import { callerOfViewer } from "#lib/domain/access/caller.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { resolveProject, resolveTenant } from "#lib/domain/access/scope.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { tierOf } from "#lib/domain/tiers/rules.ts";
import { answerUsage } from "#lib/domain/usage/api.ts";
import {
  listKeyCalls,
  readKeyUsage,
  readMonthUse,
  readUsage,
  readUsageLines,
  type UsageLine,
  usedBefore,
} from "#lib/domain/usage/data.ts";
import { readUsageFile, usageFile } from "#lib/domain/usage/file.ts";
import { rangeOf, shownCosts, type UsageSums } from "#lib/domain/usage/rules.ts";
import { mintKey } from "#lib/infra/crypto/key.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform, withTenant, withUser } from "#lib/infra/db/transaction.ts";
import { type CallingKey, makeCallingKey } from "#test/calling.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer, type TestOrganization } from "#test/world.ts";
import { answerVerify, discovery, issueToken, keySet } from "./api.ts";
import { signToken } from "./mutations.ts";
import type { LimitState, Verified } from "./schema.ts";

const folder = mkdtempSync(pathJoin(tmpdir(), "portico-signing-"));
const file = pathJoin(folder, "keys.json");
const secret = (fill: number) => Buffer.alloc(32, fill).toString("base64url");
const gateway = secret(9);
let db: TestDatabase;
let owner: pg.Client;
let own: TestOrganization;
let foreign: TestOrganization;
let project: { id: string; slug: string; namespace: string };
let other: { id: string; slug: string };
let editor: Viewer;

beforeAll(async () => {
  db = await createTestDatabase(20);
  process.env.PORTICO_DATABASE_POOL = "20";
  owner = new pg.Client({ connectionString: db.ownerUrl });
  await owner.connect();
  await owner.query("select set_config('app.scope', 'platform', false)");
  [own, foreign] = [await makeOrganization(db.app), await makeOrganization(db.app)];
  [project, other] = [await makeProject(db.app, own), await makeProject(db.app, own)];
  editor = await makeViewer(db.app);
  await join(db.app, editor, own, "member");
  await join(db.app, editor, own, "editor", project.id);
  Object.assign(process.env, {
    PORTICO_URL: "http://localhost:3000",
    PORTICO_AUTH_SECRET: "x".repeat(32),
    PORTICO_PROVIDERS: JSON.stringify([{ type: "github", clientId: "a", clientSecret: "b" }]),
    PORTICO_SIGNING_KEYS_FILE: file,
    PORTICO_TOKEN_AUDIENCES: "models,envoy",
    PORTICO_LIMITS: JSON.stringify({ unknown: 100_000, address: 100_000 }),
    PORTICO_PASSPORT_KEYS: JSON.stringify([
      { kid: "m1", aud: "models", secret: secret(1), gateway, models: true },
      { kid: "o1", aud: "other", secret: secret(2), gateway: secret(8), models: true },
      { kid: "w1", aud: "wiki", secret: secret(3), gateway: secret(7) },
    ]),
  });
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await owner?.end();
  await prisma().$disconnect();
  await db?.drop();
});

const here = () => ({ organizationId: own.id, projectId: project.id });
const make = (wanted: Partial<Parameters<typeof makeCallingKey>[1]> = {}) =>
  makeCallingKey(db.app, { ...here(), knownTo: ["models"], ...wanted });
const proof = { "x-portico-audience": "models", "x-portico-gateway": gateway };
const post = (path: string, body: unknown, headers: Record<string, string> = proof) =>
  new Request(`http://localhost:3000/api/v1/keys/${path}`, {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
type Problem = { code: string; title: string; limit?: LimitState; errors?: { field: string }[] };
async function verify(key: CallingKey | string, more: Record<string, unknown> = {}, headers = proof) {
  const text = typeof key === "string" ? key : key.text;
  const answer = await answerVerify(post("verify", { key: text, model: null, ...more }, headers), "r-test");
  const body = (await answer.json()) as Verified & Problem;
  return { status: answer.status, code: body.code, body, headers: answer.headers };
}
async function report(body: unknown, headers = proof) {
  const answer = await answerUsage(post("usage", body, headers), "r-test");
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> & Problem };
}
const event = (key: CallingKey, more: Record<string, unknown> = {}) => ({
  id: newId(),
  key: key.id,
  model: "gpt-5-mini",
  promptTokens: 7,
  completionTokens: 5,
  cost: 0.0025,
  startedAt: new Date(Date.now() - 2_000).toISOString(),
  endedAt: new Date().toISOString(),
  ...more,
});
/** Has a key's minute last longer than any test. */
const holdMinute = ({ id }: CallingKey) =>
  owner.query("insert into key_counters (key_id, minute) values ($1, now() + interval '1 hour')", [id]);

describe("a call that may go on", () => {
  test("is answered with who it is, where it counts, and what is left", async () => {
    const key = await make({
      kind: "personal",
      userId: editor.userId,
      requestsPerMinute: 10,
      models: ["gpt-5"],
    });
    const { status, body, headers } = await verify(key, { model: "gpt-5", route: "/v1/chat/completions" });
    expect([status, headers.get("cache-control")]).toEqual([200, "no-store"]);
    expect(body).toMatchObject({
      key: { id: key.id, kind: "personal", name: "personal key", prefix: key.text.slice(0, 16) },
      user: { id: editor.userId, displayName: editor.displayName, email: editor.email },
      organization: { id: own.id, slug: own.slug },
      project: { id: project.id, slug: project.slug, tier: "standard", namespace: project.namespace },
      models: ["gpt-5"],
      routes: [],
      limits: [{ name: "requestsPerMinute", limit: 10, used: 1, remaining: 9 }],
      reservation: null,
    });
    expect([headers.get("ratelimit-remaining"), headers.get("ratelimit-policy")]).toEqual(["9", "10;w=60"]);
    expect(JSON.stringify(body)).not.toContain(key.text);
  });
  test("turns the key's light green the first time, and is noted every few seconds after that", async () => {
    const key = await make();
    const heard: string[] = [];
    await owner.query("listen portico_changes");
    owner.on("notification", ({ payload }) => payload && heard.push(payload));
    const used = async () =>
      (await owner.query("select last_used_at, last_used_from from keys where id = $1", [key.id])).rows[0];
    await verify(key, { address: "192.0.2.7" });
    const first = await used();
    expect(first.last_used_from).toBe("192.0.2.7");
    await expect.poll(() => heard.filter((text) => JSON.parse(text).t === "keys").length).toBe(1);
    await Promise.all([verify(key), verify(key)]);
    expect(await used()).toEqual(first);
    await owner.query("update keys set last_used_at = now() - interval '6 seconds' where id = $1", [key.id]);
    await verify(key);
    expect((await used()).last_used_at.getTime()).toBeGreaterThanOrEqual(first.last_used_at.getTime());
    await owner.query("unlisten portico_changes");
    expect(heard.filter((text) => JSON.parse(text).t === "keys")).toHaveLength(1);
  });
});

describe("a call that may not is refused with the reason, and takes nothing from the limits", () => {
  const change = (sql: string) => (key: CallingKey) => owner.query(sql, [key.id]);
  const cases: [
    string,
    number,
    string,
    Partial<Parameters<typeof makeCallingKey>[1]>,
    Record<string, unknown>,
    ((key: CallingKey) => Promise<unknown>)?,
  ][] = [
    [
      "revoked",
      401,
      "key_revoked",
      {},
      {},
      change("update keys set revoked_at = now(), expires_at = now() where id = $1"),
    ],
    ["expired", 401, "key_expired", {}, {}, change("update keys set expires_at = now() where id = $1")],
    ["disabled", 401, "key_disabled", {}, {}, change("update keys set disabled_at = now() where id = $1")],
    [
      "rotated",
      401,
      "key_rotated",
      {},
      {},
      change("update key_secrets set ends_at = now() where key_id = $1"),
    ],
    ["for reading", 403, "scope_missing", { scopes: ["sessions:read"] }, {}],
    ["a viewer's", 403, "forbidden", { projectRole: "viewer" }, {}],
    ["of another model", 403, "model_not_allowed", { models: ["gpt-5"] }, { model: "gpt-5-mini" }],
    ["of a model that no tier has", 403, "model_not_allowed", { models: ["gpt-0"] }, { model: "gpt-0" }],
    [
      "of another path",
      403,
      "route_not_allowed",
      { routes: ["/v1/messages"] },
      { route: "/v1/messages-beta" },
    ],
    [
      "of another address",
      403,
      "address_not_allowed",
      { addresses: ["192.0.2.0/24"] },
      { address: "198.51.100.1" },
    ],
    ["of no address", 403, "address_not_allowed", { addresses: ["192.0.2.0/24"] }, {}],
    ["of no path", 403, "route_not_allowed", { routes: ["/v1/messages"] }, { model: "gpt-5" }],
    ["of nobody knows which model", 403, "model_not_allowed", { models: ["gpt-5"] }, { model: undefined }],
    ["of nobody knows which of its tier's models", 403, "model_not_allowed", {}, { model: undefined }],
  ];
  test.each(cases)("a key that is %s: %i %s", async (_, status, code, wanted, asked, before) => {
    const key = await make({ requestsPerMinute: 5, ...wanted });
    await before?.(key);
    const answer = await verify(key, asked);
    expect([answer.status, answer.code]).toEqual([status, code]);
    const { rows } = await owner.query("select 1 from key_counters where key_id = $1", [key.id]);
    expect(rows).toEqual([]);
    const { rows: noted } = await owner.query("select reason from audit_events where actor_key_id = $1", [
      key.id,
    ]);
    expect(noted).toEqual(status === 403 ? [{ reason: code }] : []);
  });
  test("what stands below a path, and an address in a network, may", async () => {
    const key = await make({ routes: ["/v1/messages"], addresses: ["192.0.2.0/24", "2001:db8::/32"] });
    for (const address of ["192.0.2.200", "::ffff:192.0.2.3", "2001:db8::1"])
      expect((await verify(key, { address, route: "/v1/messages/count_tokens" })).status, address).toBe(200);
  });
  test("a call for no model, where the gateway says so", async () => {
    expect((await verify(await make({ models: ["gpt-5"] }), { model: null })).status).toBe(200);
    expect((await verify(await make(), { model: null })).status).toBe(200);
  });
  test("a text that is no key, or one of nobody's", async () => {
    expect((await verify("ptc_prj_nonsense")).code).toBe("key_unknown");
    expect((await verify(mintKey("ptc_prj_").text)).code).toBe("key_unknown");
    expect((await verify("")).code).toBe("key_unknown");
  });
  test("a question that makes no sense, at its field", async () => {
    const key = await make();
    const { status, body } = await verify(key, { tokens: -1, route: "/v1/../admin", address: "here" });
    expect(status).toBe(422);
    expect(body.errors?.map(({ field }) => field).sort()).toEqual([
      "body.address",
      "body.route",
      "body.tokens",
    ]);
  });
  test("whoever is no gateway, before anything is looked up", async () => {
    const key = await make({ requestsPerMinute: 1 });
    for (const headers of [
      { ...proof, "x-portico-gateway": secret(8) },
      { ...proof, "x-portico-audience": "other" },
      { "x-portico-audience": "", "x-portico-gateway": "" },
      // A gateway, but of no models.
      { "x-portico-audience": "wiki", "x-portico-gateway": secret(7) },
    ]) {
      expect((await verify(key, {}, headers)).code).toBe("gateway_unknown");
      expect((await report({ events: [event(key)] }, headers)).body.code).toBe("gateway_unknown");
    }
    expect((await verify(key)).status).toBe(200);
  });
});

test("who may call models is what the table of permissions says of the key's person or service at that moment", async () => {
  const seed = Number(process.env.PORTICO_TEST_SEED ?? Date.now() % 1_000_000);
  let drawn = seed;
  /** Numbers between 0 and 1 that come again with their seed (Lehmer's). */
  const random = () => {
    drawn = ((drawn + 1) * 48_271) % 2_147_483_647;
    return drawn / 2_147_483_647;
  };
  const pick = <T>(...from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
  const tried = { yes: 0, no: 0 };
  await owner.query("alter table memberships disable trigger user");
  for (let world = 0; world < 30; world += 1) {
    const organization = await makeOrganization(db.app);
    const at = await makeProject(db.app, organization);
    const viewer = await makeViewer(db.app);
    const kind = pick("personal", "project", "service");
    // In every other world nothing but the role is in the way.
    const fair = world % 2 === 0;
    const state = fair ? "active" : pick("active", "active", "suspended", "deleting");
    const archived = !fair && random() < 0.2;
    const suspended = !fair && random() < 0.2;
    const hours = fair ? 1 : pick(1, 30);
    const held = Array.from({ length: pick(0, 1, 2) }, () => ({
      at: pick("organization", "project"),
      byGroup: random() < 0.5,
      expires: pick(null, null, "1 hour", "-1 hour"),
    })).map((one) => ({
      ...one,
      role:
        one.at === "organization"
          ? pick("owner", "admin", "member", "billing")
          : pick("admin", "editor", "viewer"),
    }));
    const key = await makeCallingKey(db.app, {
      kind,
      organizationId: organization.id,
      projectId: at.id,
      ...(kind === "personal" ? { userId: viewer.userId } : {}),
      ...(kind === "service"
        ? pick<object>(
            { organizationRole: pick("admin", "member", "billing") },
            { projectRole: pick("editor", "viewer") },
          )
        : {}),
      ...(kind === "project" ? { projectRole: pick("admin", "editor", "viewer") } : {}),
      scopes: fair ? ["models:call"] : pick(["models:call", "sessions:read"], ["sessions:write"]),
    });
    for (const { at: place, byGroup, expires, role } of held) {
      const projectId = place === "project" ? at.id : null;
      const mapping = byGroup && role !== "owner" ? newId() : null;
      if (mapping)
        await owner.query(
          "insert into group_mappings (id, organization_id, issuer, group_name, project_id, role) values ($1, $2, 'i', $3, $4, $5)",
          [mapping, organization.id, mapping, projectId, role],
        );
      await owner.query(
        `insert into memberships (id, organization_id, project_id, user_id, role, mapping_id, expires_at)
          values ($1, $2, $3, $4, $5, $6, now() + $7::interval) on conflict do nothing`,
        [
          newId(),
          organization.id,
          projectId,
          viewer.userId,
          role,
          mapping,
          role === "owner" ? null : expires,
        ],
      );
    }
    await owner.query(
      "update identities set last_sign_in_at = now() - make_interval(hours => $2) where user_id = $1",
      [viewer.userId, hours],
    );
    if (suspended) await owner.query("update users set suspended_at = now() where id = $1", [viewer.userId]);
    await owner.query("update organizations set state = $2 where id = $1", [organization.id, state]);
    if (archived) await owner.query("update projects set archived_at = now() where id = $1", [at.id]);

    const called = await callerOfKey(key.text, null);
    const tenant = called.ok ? await resolveTenant(called.value, organization.slug) : null;
    const scope = tenant && (await withTenant(tenant, (tx) => resolveProject(tx, tenant, at.slug)));
    const expected = scope !== null && can(scope.holder, "models:call") && !archived;
    const { status, code } = await verify(key);
    const words = JSON.stringify({
      seed,
      world,
      kind,
      state,
      archived,
      suspended,
      hours,
      held,
      status,
      code,
    });
    expect(status === 200, words).toBe(expected);
    tried[expected ? "yes" : "no"] += 1;
  }
  await owner.query("alter table memberships enable trigger user");
  expect(Math.min(tried.yes, tried.no), `with seed ${seed}`).toBeGreaterThan(0);
}, 60_000);

describe("limits", () => {
  const kinds = [
    ["requestsPerMinute", { requestsPerMinute: 7 }, {}, 7],
    ["tokensPerMinute", { tokensPerMinute: 700 }, { tokens: 100 }, 7],
    ["tokensPerMonth", { tokensPerMonth: 750 }, { tokens: 100 }, 7],
    ["costPerMonth", { costPerMonth: 0.7 }, { cost: 0.1 }, 7],
  ] as const;
  test.each(kinds)("%s: fifty calls at once never go over", async (name, wanted, asked, passes) => {
    const key = await make(wanted);
    await holdMinute(key);
    const answers = await Promise.all(Array.from({ length: 50 }, () => verify(key, asked)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(passes);
    const refused = answers.filter(({ status }) => status !== 200);
    expect(new Set(refused.map(({ status, code }) => `${status} ${code}`))).toEqual(
      new Set(["429 key_limit"]),
    );
    const [{ body, headers } = answers[0] as (typeof answers)[number]] = refused;
    expect(body.limit).toMatchObject({ name, limit: Object.values(wanted)[0] });
    expect(body.limit?.used).toBeCloseTo(passes * (Object.values(asked)[0] ?? 1), 8);
    expect(Date.parse(body.limit?.resetsAt ?? "")).toBeGreaterThan(Date.now());
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0);
    expect(headers.get("ratelimit-limit")).toBe(
      name === "costPerMonth" ? null : String(Object.values(wanted)[0]),
    );
  });
  test("the last unit of all of them goes to one of fifty, and who is refused takes from none", async () => {
    const key = await make({
      requestsPerMinute: 100,
      tokensPerMinute: 10,
      tokensPerMonth: 1_000,
      costPerMonth: 5,
    });
    await holdMinute(key);
    const answers = await Promise.all(
      Array.from({ length: 50 }, () => verify(key, { tokens: 10, cost: 0.01 })),
    );
    const passed = answers.filter(({ status }) => status === 200);
    expect(passed).toHaveLength(1);
    const used = Object.fromEntries(passed[0]?.body.limits.map(({ name, used }) => [name, used]) ?? []);
    expect(used).toEqual({
      requestsPerMinute: 1,
      tokensPerMinute: 10,
      tokensPerMonth: 10,
      costPerMonth: 0.01,
    });
    const { rows } = await owner.query(
      "select requests, tokens::int, reserved_tokens::int from key_counters where key_id = $1",
      [key.id],
    );
    expect(rows).toEqual([{ requests: 1, tokens: 10, reserved_tokens: 10 }]);
  });
  test("a minute begins anew; a month that is used up is said before it", async () => {
    const key = await make({ requestsPerMinute: 1, tokensPerMonth: 10 });
    expect((await verify(key, { tokens: 10 })).status).toBe(200);
    expect((await verify(key, { tokens: 1 })).body.limit?.name).toBe("tokensPerMonth");
    const fresh = await make({ requestsPerMinute: 1 });
    await verify(fresh);
    await owner.query("update key_counters set minute = minute - interval '1 minute' where key_id = $1", [
      fresh.id,
    ]);
    expect((await verify(fresh)).status).toBe(200);
  });
  test("what is set aside is free again when its usage is told, or after a quarter of an hour", async () => {
    const key = await make({ tokensPerMonth: 100, costPerMonth: 1 });
    const { body } = await verify(key, { tokens: 90, cost: 0.9, call: "c-1" });
    expect((await verify(key, { tokens: 20 })).code).toBe("key_limit");
    await report({
      events: [
        event(key, { reservation: body.reservation, promptTokens: 6, completionTokens: 4, cost: 0.1 }),
      ],
    });
    const second = await verify(key, { tokens: 90, cost: 0.9 });
    expect(second.body.limits.map(({ name, remaining }) => [name, remaining])).toEqual([
      ["costPerMonth", 0],
      ["tokensPerMonth", 0],
    ]);
    await owner.query("update key_reservations set ends_at = now() where key_id = $1", [key.id]);
    const third = await verify(key, { tokens: 90 });
    expect(third.body.limits.find(({ name }) => name === "costPerMonth")?.used).toBeCloseTo(0.1, 8);
  });
  test("a call that nothing is known of beforehand counts in the minute in which its usage is told", async () => {
    const key = await make({ tokensPerMinute: 10 });
    await holdMinute(key);
    expect((await verify(key)).status).toBe(200);
    await report({ events: [event(key, { promptTokens: 8, completionTokens: 4 })] });
    expect((await verify(key)).body.limit).toMatchObject({
      name: "tokensPerMinute",
      used: 12,
      remaining: 0,
    });
  });
});

const sumParts = ["requests", "failures", "promptTokens", "completionTokens", "cost"] as const;
function expectSums(rows: readonly UsageSums[], total: UsageSums): void {
  for (const part of sumParts)
    expect(rows.reduce((sum, row) => sum + row[part], 0)).toBeCloseTo(total[part], 8);
}
/** The month of somebody's organization as the file that they have of it; null where nothing was used. */
async function fileOf(viewer: Viewer, slug: string): Promise<string | null> {
  const scope = await resolveTenant(callerOfViewer(viewer), slug);
  if (!scope) throw new Error("not there");
  const request = new NextRequest(`http://localhost:3000/orgs/${slug}/usage/file`);
  const read = await withTenant(scope, (tx) => readUsageFile({ tx, scope, request }));
  return read && usageFile(slug, read.range, read.lines).text();
}

describe("usage", () => {
  let key: CallingKey;
  beforeEach(async () => {
    key = await make({ costPerMonth: 100 });
  });
  const sumsOf = async ({ id }: CallingKey) => {
    const sums = await owner.query(
      `select (select json_build_object('requests', count(*), 'tokens', coalesce(sum(prompt_tokens + completion_tokens), 0), 'cost', coalesce(sum(cost), 0)) from usage_events where key_id = $1) as events,
        (select json_build_object('requests', coalesce(sum(requests), 0), 'tokens', coalesce(sum(prompt_tokens + completion_tokens), 0), 'cost', coalesce(sum(cost), 0)) from usage_days where key_id = $1) as days,
        (select json_build_object('requests', coalesce(sum(requests), 0), 'tokens', coalesce(sum(tokens), 0), 'cost', coalesce(sum(cost), 0)) from usage_months where key_id = $1) as months`,
      [id],
    );
    const { events, days, months } = sums.rows[0];
    expect(days).toEqual(events);
    expect(months).toEqual(events);
    return events as { requests: number; tokens: number; cost: number };
  };

  test("that is told twice after a cut answer, or by several at once, counts once", async () => {
    const { body } = await verify(key, { cost: 5 });
    const one = { events: [event(key, { reservation: body.reservation })] };
    const answers = await Promise.all(Array.from({ length: 6 }, () => report(one)));
    expect(answers.map(({ body: { counted } }) => counted).sort()).toEqual([0, 0, 0, 0, 0, 1]);
    expect((await report(one)).body).toEqual({ counted: 0, duplicates: 1, refused: [] });
    expect((await report({ events: [...one.events, ...one.events] })).body).toMatchObject({ duplicates: 2 });
    expect(await sumsOf(key)).toEqual({ requests: 1, tokens: 12, cost: 0.0025 });
    const { rows } = await owner.query("select reserved_cost::float8 from key_counters where key_id = $1", [
      key.id,
    ]);
    expect(rows).toEqual([{ reserved_cost: 0 }]);
  });
  test("in LiteLLM's form counts too; a call that cannot be read, or is not of the key, refuses no other", async () => {
    const stranger = await makeCallingKey(db.app, {
      knownTo: ["models"],
      organizationId: foreign.id,
      projectId: (await makeProject(db.app, foreign)).id,
    });
    const payload = (id: string, known: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
      id,
      litellm_call_id: id,
      status: "success",
      model: "openai/gpt-5-mini-2026",
      model_group: "gpt-5-mini",
      prompt_tokens: 10,
      completion_tokens: 20,
      total_tokens: 30,
      response_cost: 0.0000165,
      startTime: Date.now() / 1000 - 3,
      endTime: Date.now() / 1000 - 1,
      metadata: {
        user_api_key_hash: known.key,
        user_api_key_auth_metadata: { portico: { call: id, ...known } },
      },
      ...more,
    });
    const lately = (days: number) => Date.now() / 1000 - days * 86_400;
    const { status, body } = await report([
      payload("l-1", { key: key.id, project: project.id, organization: own.id, reservation: null }),
      payload(
        "l-2",
        { key: key.id },
        { status: "failure", prompt_tokens: null, completion_tokens: null, response_cost: null },
      ),
      payload("l-3", { key: key.id, project: other.id }),
      payload("l-4", { key: newId() }),
      payload("l-5", { key: stranger.id, project: project.id }),
      payload("l-6", { key: key.id }, { startTime: lately(40), endTime: lately(40) }),
      payload("l-7", { key: key.id }, { startTime: lately(2), endTime: lately(2) }),
      payload("l-8", { key: key.id }, { endTime: lately(-2) }),
      { id: "l-9", metadata: { requester_metadata: { portico: { key: key.id } } } },
    ]);
    expect(status).toBe(200);
    expect(body).toMatchObject({ counted: 4, duplicates: 0 });
    const refused = body.refused as { id: string; reason: string }[];
    expect(refused.map(({ id, reason }) => `${id} ${reason}`).sort()).toEqual([
      "l-3 foreign",
      "l-4 unknown",
      "l-5 foreign",
      "l-6 old",
      "l-9 unreadable",
    ]);
    expect(await sumsOf(key)).toEqual({ requests: 4, tokens: 90, cost: 0.0000495 });
    expect((await sumsOf(stranger)).requests).toBe(0);
    const { rows } = await owner.query(
      "select count(*)::int as late from usage_events where key_id = $1 and ended_at > now()",
      [key.id],
    );
    expect(rows).toEqual([{ late: 0 }]);
  });
  test("by another gateway is another call, of a key that it asked about, and gives back nothing that this one set aside", async () => {
    const { body } = await verify(key, { cost: 5, call: "same" });
    const told = event(key, { id: "same", call: "same", reservation: body.reservation });
    const another = { "x-portico-audience": "other", "x-portico-gateway": secret(8) };
    const unasked = await report({ events: [told] }, another);
    expect(unasked.body).toMatchObject({ counted: 0, refused: [{ id: "same", reason: "unverified" }] });
    expect((await verify(key, {}, another)).status).toBe(200);
    await report({ events: [told] }, another);
    const held = async () =>
      (
        await owner.query("select reserved_cost::float8 as cost from key_counters where key_id = $1", [
          key.id,
        ])
      ).rows[0].cost;
    expect(await held()).toBe(5);
    await report({ events: [{ ...told, reservation: null }] });
    expect(await held()).toBe(0);
    expect((await sumsOf(key)).requests).toBe(2);
  });
  test("of a limited key for which this gateway set nothing aside is in the log of its organization, once a key and day", async () => {
    const noted = async (...keys: CallingKey[]) =>
      (
        await owner.query(
          `select target_id as id, organization_id, project_id, actor_name, detail from audit_events
            where action = 'keys.report-unreserved' and target_id = any($1) order by seq`,
          [keys.map(({ id }) => id)],
        )
      ).rows;
    const free = await make({ requestsPerMinute: 9 });
    const { body } = await verify(key, { cost: 5 });
    await report({ events: [event(key, { reservation: body.reservation }), event(free)] });
    expect(await noted(key, free)).toEqual([]);
    const second = await make({ tokensPerMonth: 1_000 });
    const events = [event(key, { id: `late ${key.id}` }), event(key), event(second), event(free)];
    expect((await report({ events })).body).toMatchObject({ counted: 4, refused: [] });
    await report({ events: [event(key, { reservation: body.reservation })] });
    const rows = await noted(key, second, free);
    expect(rows.map(({ id }) => id).sort()).toEqual([key.id, second.id].sort());
    expect(rows.find(({ id }) => id === key.id)).toEqual({
      id: key.id,
      organization_id: own.id,
      project_id: project.id,
      actor_name: "gateway models",
      detail: expect.objectContaining({ audience: "models", model: "gpt-5-mini", cost: 0.0025 }),
    });
    // Another day, another row; and what another gateway set aside is none of this one's.
    await owner.query("update key_gateways set unreserved_on = unreserved_on - 1 where key_id = $1", [
      key.id,
    ]);
    const another = { "x-portico-audience": "other", "x-portico-gateway": secret(8) };
    const theirs = await verify(key, { cost: 1 }, another);
    await report({ events: [event(key, { reservation: theirs.body.reservation })] });
    expect(await noted(key)).toHaveLength(2);
  });
  test("is told to open pages once a report, and to no other organization's", async () => {
    const listener = new pg.Client({ connectionString: db.appUrl });
    await listener.connect();
    await listener.query("listen portico_changes");
    const heard: { t?: string }[] = [];
    listener.on("notification", ({ payload }) => heard.push(JSON.parse(payload ?? "{}")));
    await report({ events: [event(key), event(key), event(key, { model: "gpt-5" })] });
    await expect
      .poll(() => heard.filter(({ t }) => t === "usage"))
      .toEqual([{ t: "usage", o: own.id, p: project.id }]);
    await listener.end();
  });
  test("is read by day, key and model, and the sums agree; of another organization nothing", async () => {
    const boss = await makeViewer(db.app);
    await join(db.app, boss, own, "owner");
    const tenant = await resolveTenant(callerOfViewer(boss), own.slug);
    if (!tenant) throw new Error("not there");
    const scope = { ...tenant, ...here() };
    const second = await make();
    await report({
      events: [event(key), event(key, { model: "gpt-5", cost: 0.1 }), event(second, { status: "failure" })],
    });
    const from = new Date(Date.now() - 29 * 86_400_000).toISOString().slice(0, 10);
    const to = new Date().toISOString().slice(0, 10);
    const { by, total } = await withTenant(scope, (tx) =>
      readUsage(tx, scope, { from, to }, ["day", "key", "model"]),
    );
    for (const rows of Object.values(by)) expectSums(rows, total);
    const elsewhere = await withTenant({ organizationId: foreign.id }, async (tx) => ({
      ...(await readUsage(tx, scope, { from, to }, ["key"])),
      before: await usedBefore(tx, scope, "2999-01-01"),
    }));
    expect(elsewhere).toMatchObject({ by: { key: [] }, total: { requests: 0, cost: 0 }, before: false });
    const keys = await withTenant(scope, (tx) => readKeyUsage(tx, own.id, [key.id, second.id, newId()]));
    expect(keys.get(key.id)?.series).toHaveLength(30);
    expect([keys.get(key.id)?.today, keys.size]).toEqual([2, 2]);
    const month = await withTenant(scope, (tx) => readMonthUse(tx, own.id, [key.id]));
    expect(month.get(key.id)).toEqual({ requests: 2, tokens: 24, cost: 0.1025 });
  });
  test("is told call by call, the last first, and to a person wherever they look at their own keys", async () => {
    const mine = await make({ kind: "personal", userId: editor.userId });
    const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    await report({
      events: [
        event(mine, { startedAt: at(9), model: "gpt-5", cost: 0.0125 }),
        event(mine, { startedAt: at(3), status: "failure" }),
        event(mine, { startedAt: at(6) }),
        event(key),
      ],
    });
    const scope = { organizationId: own.id };
    const calls = await withTenant(scope, (tx) => listKeyCalls(tx, own.id, mine.id));
    expect(calls.map(({ model, status, tokens, cost }) => [model, status, tokens, cost])).toEqual([
      ["gpt-5-mini", "failure", 12, 0.0025],
      ["gpt-5-mini", "success", 12, 0.0025],
      ["gpt-5", "success", 12, 0.0125],
    ]);
    const ids = [mine.id, key.id];
    const seenBy = async ({ userId }: Viewer) =>
      [...(await withUser(userId, (tx) => readKeyUsage(tx, [own.id], ids)))].map(([id, { today }]) => [
        id,
        today,
      ]);
    expect(await seenBy(editor)).toEqual([[mine.id, 3]]);
    expect(await seenBy(await makeViewer(db.app))).toEqual([]);
  });
  test("is read by key without whose keys there are: those that one does not see are one row", async () => {
    const mine = await make({ kind: "personal", userId: editor.userId });
    await report({ events: [event(mine), event(key), event(await make())] });
    const tenant = await resolveTenant(callerOfViewer(editor), own.slug);
    if (!tenant) throw new Error("not there");
    const { by, total } = await withTenant(tenant, async (tx) => {
      const scope = await resolveProject(tx, tenant, project.slug);
      if (!scope) throw new Error("not there");
      return readUsage(tx, scope, rangeOf(), ["key"]);
    });
    expect(by.key.find(({ id }) => id === mine.id)).toMatchObject({ requests: 1, name: "personal key" });
    expect(by.key.filter(({ name }) => name !== "personal key")).toMatchObject([{ id: "", name: "" }]);
    expectSums(by.key, total);
  });
  test("of an organization comes to one total: by day, project, model and key, in the file, and for whoever answers for the money", async () => {
    const organization = await makeOrganization(db.app);
    const projects = [await makeProject(db.app, organization), await makeProject(db.app, organization)];
    const roles = ["owner", "billing", "admin"] as const;
    const people = {
      owner: await makeViewer(db.app),
      billing: await makeViewer(db.app),
      admin: await makeViewer(db.app),
    };
    await join(db.app, people.owner, organization, "owner");
    for (const role of ["billing", "admin"] as const)
      await join(db.app, people[role], organization, "billing");
    await join(db.app, people.admin, organization, "admin", projects[0]?.id);
    const keys = await Promise.all(
      [0, 0, 1].map((at) =>
        make({ organizationId: organization.id, projectId: (projects[at] as { id: string }).id }),
      ),
    );
    await owner.query("update keys set name = '=1+1' where id = $1", [keys[0]?.id]);
    const range = rangeOf();
    const call = fc.record({
      key: fc.constantFrom(...keys),
      model: fc.constantFrom("gpt-5", "claude-haiku-4-5", "@odd"),
      status: fc.constantFrom("success", "failure"),
      promptTokens: fc.nat(1_000_000),
      completionTokens: fc.nat(1_000_000),
      cost: fc.nat(10 ** 9).map((parts) => parts / 10 ** 9),
    });
    expect(await fileOf(people.owner, organization.slug)).toBeNull();
    const told = { requests: 0, failures: 0, tokens: 0, parts: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 12 }), async (calls) => {
        await report({ events: calls.map(({ key, ...more }) => event(key, more)) });
        for (const { status, promptTokens, completionTokens, cost } of calls) {
          told.requests += 1;
          told.failures += status === "failure" ? 1 : 0;
          told.tokens += promptTokens + completionTokens;
          told.parts += Math.round(cost * 10 ** 9);
        }
        for (const role of roles) {
          const scope = await resolveTenant(callerOfViewer(people[role]), organization.slug);
          if (!scope) throw new Error("not there");
          const groups = ["day", "project", "model", "key"] as const;
          const { by, total, few, lines, fewLines } = await withTenant(scope, async (tx) => ({
            ...(await readUsage(tx, scope, range, groups)),
            few: await readUsage(tx, scope, range, groups, 1),
            lines: await readUsageLines(tx, scope, range),
            fewLines: await readUsageLines(tx, scope, range, 1),
          }));
          const sumOf = (of: UsageLine[], column: "requests" | "prompt_tokens") =>
            of.reduce((sum, line) => sum + Number(line[column]), 0);
          expect(fewLines.length).toBe(Math.min(2, lines.length));
          for (const column of ["requests", "prompt_tokens"] as const)
            expect(sumOf(fewLines, column)).toBe(sumOf(lines, column));
          // The first of each and one row of all others, which come to the same.
          expect([few.by.day, few.total]).toEqual([by.day, total]);
          for (const group of ["project", "model", "key"] as const) {
            const [first, others, ...more] = few.by[group];
            expect([first, more]).toEqual([by[group][0], []]);
            expect(others?.id).toBe(by[group].length > 1 ? "" : undefined);
            expectSums(few.by[group], total);
          }
          const { requests, failures, promptTokens, completionTokens, cost } = total;
          expect({ requests, failures, tokens: promptTokens + completionTokens }).toEqual({
            requests: told.requests,
            failures: told.failures,
            tokens: told.tokens,
          });
          expect(cost).toBeCloseTo(told.parts / 10 ** 9, 8);
          for (const rows of Object.values(by)) expectSums(rows, total);
          for (const rows of [by.project, by.model, by.key])
            expect(
              shownCosts(
                rows.map((row) => row.cost),
                cost,
              ).reduce((sum, one) => sum + one, 0),
            ).toBe(Math.round(cost * 10_000));
          const sum = (of: (line: UsageLine) => string) =>
            lines.reduce((all, line) => all + Number(of(line)), 0);
          expect(sum((line) => line.requests)).toBe(told.requests);
          expect(sum((line) => line.failures)).toBe(told.failures);
          expect(sum((line) => line.prompt_tokens) + sum((line) => line.completion_tokens)).toBe(told.tokens);
          const parts = ({ cost_usd }: UsageLine) => {
            const [whole, rest = ""] = cost_usd.split(".");
            return BigInt(`${whole}${rest.padEnd(9, "0")}`);
          };
          expect(lines.reduce((all, line) => all + parts(line), 0n)).toBe(BigInt(told.parts));
          // Whose keys there are is for those who manage them.
          const named = { owner: keys, billing: [], admin: keys.slice(0, 2) }[role].map(({ id }) => id);
          for (const ids of [by.key.map(({ id }) => id), lines.map((line) => line.key_id)])
            expect(ids.filter((id) => id !== "" && !named.includes(id))).toEqual([]);
          expect(by.key.slice(0, -1).every(({ id }) => id !== "")).toBe(true);
          if (role === "billing") expect(by.key).toMatchObject([{ id: "", requests: told.requests }]);
          if (role === "owner") expect(lines.every((line) => line.key_id !== "")).toBe(true);
        }
      }),
      { numRuns: 8 },
    );
    const scope = await resolveTenant(callerOfViewer(people.owner), organization.slug);
    if (!scope) throw new Error("not there");
    const [begun, { key: all }] = await withTenant(scope, async (tx) => [
      [await usedBefore(tx, scope, range.from), await usedBefore(tx, scope, "2999-01-01")],
      (await readUsage(tx, scope, range, ["key"])).by,
    ]);
    expect(begun).toEqual([false, true]);
    expect(all.every(({ id, name }) => name === (id === keys[0]?.id ? "=1+1" : "project key"))).toBe(true);
    const text = (await fileOf(people.owner, organization.slug)) ?? "";
    expect(text.split("\r\n")[0]).toBe(
      "project,key,key_id,model,requests,failures,prompt_tokens,completion_tokens,cost_usd",
    );
    expect(text).not.toMatch(/(^|,)[=@]/m);
    expect(text).toContain(",'=1+1,");
    const { rows } = await owner.query(
      "select actor_user_id from audit_events where action = 'usage.download' and organization_id = $1",
      [organization.id],
    );
    expect(rows).toEqual([{ actor_user_id: people.owner.userId }]);
  });
  test("a report that cannot be read says where, and nothing of it is counted", async () => {
    const { status, body } = await report({ events: [event(key), { ...event(key), promptTokens: -1 }] });
    expect([status, body.code]).toEqual([422, "not_valid"]);
    expect((await sumsOf(key)).requests).toBe(0);
  });
});

test("nobody but the functions of the database touches counters, and only they write usage", async () => {
  const client = new pg.Client({ connectionString: db.appUrl });
  await client.connect();
  await client.query("select set_config('app.scope', 'platform', false)");
  const refused = (sql: string) => expect(client.query(sql), sql).rejects.toThrow("permission denied");
  await refused("select * from key_counters");
  await refused("insert into key_gateways select id, 'models' from keys");
  await refused("update usage_months set tokens = 0");
  await refused("delete from usage_events");
  await refused("select portico_take_call(gen_random_uuid(), '{}', '{}')");
  await refused("select portico_forget_usage()");
  await client.end();
});

test("single calls are forgotten after two months, counters after a day, and sums are not", async () => {
  const [key, idle] = [await make(), await make({ tokensPerMonth: 100 })];
  await report({ events: [event(key), event(key)] });
  await verify(idle, { tokens: 90 });
  await owner.query("update key_counters set minute = now() - interval '25 hours' where key_id = $1", [
    idle.id,
  ]);
  await owner.query("update usage_events set recorded_at = now() - interval '63 days' where key_id = $1", [
    key.id,
  ]);
  const { rows } = await owner.query("select portico_forget_usage() as gone");
  expect(rows[0].gone).toBe(3);
  expect((await verify(idle, { tokens: 90 })).status).toBe(200);
  const kept = await withPlatform((tx) => tx.usageDay.findMany({ where: { keyId: key.id } }), db.app);
  expect(kept.map(({ requests }) => requests)).toEqual([2]);
});

describe("tokens for gateways that verify by themselves", () => {
  const server = createServer((request, response) => {
    const answers: Record<string, () => unknown> = {
      "/.well-known/jwks.json": keySet,
      "/.well-known/openid-configuration": discovery,
    };
    response
      .setHeader("content-type", "application/json")
      .end(JSON.stringify(answers[request.url ?? ""]?.()));
  });
  let address: string;
  beforeAll(async () => {
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    keep(["first"]);
  });
  afterAll(() => void server.close());

  const pairs = new Map<string, object>();
  let changes = 0;
  /** Has Portico sign with these keys; the last one begins now. */
  function keep(kids: string[]) {
    for (const kid of kids) {
      const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      if (!pairs.has(kid))
        pairs.set(kid, {
          ...privateKey.export({ format: "jwk" }),
          kid,
          from: new Date(Date.now() - 1_000 + changes * 10).toISOString(),
        });
    }
    writeFileSync(file, JSON.stringify(kids.map((kid) => pairs.get(kid))));
    changes += 1;
    utimesSync(file, changes, changes);
  }
  const ask = async (key: CallingKey, body: object = {}) => {
    const { POST } = apiRoute(issueToken);
    const answer = await POST?.(post("token", body, { authorization: `Bearer ${key.text}` }), {
      params: Promise.resolve({}),
    });
    return {
      status: answer?.status,
      ...((await answer?.json()) as { token: string; seconds: number; code: string }),
    };
  };
  const verifier = () => {
    const keys = createRemoteJWKSet(new URL(`${address}/.well-known/jwks.json`), { cooldownDuration: 0 });
    return (token: string, audience = "models", typ = "at+jwt") =>
      jwtVerify(token, keys, { issuer: discovery().issuer, audience, typ, algorithms: ["ES256"] });
  };

  test("say who calls, where it counts and which models, for one gateway and five minutes", async () => {
    const key = await make({ kind: "personal", userId: editor.userId, knownTo: [] });
    expect((await report({ events: [event(key)] })).body.counted).toBe(0);
    const { status, token, seconds } = await ask(key);
    expect([status, seconds]).toEqual([200, 300]);
    // A gateway that verifies by itself reports calls, too.
    expect((await report({ events: [event(key)] })).body.counted).toBe(1);
    const { payload } = await verifier()(token);
    expect(payload).toMatchObject({
      sub: editor.userId,
      client_id: key.id,
      scope: "models:call",
      organization: own.slug,
      project: project.slug,
      project_id: project.id,
      tier: "standard",
      models: [...tierOf("standard").models],
    });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
    await expect(verifier()(token, "envoy")).rejects.toThrow("aud");
    await expect(verifier()(token, "models", "JWT")).rejects.toThrow("typ");
    await verifier()((await ask(key, { audience: "envoy" })).token, "envoy");
    const { rows } = await owner.query(
      "select detail::text from audit_events where actor_key_id = $1 and action = 'keys.token'",
      [key.id],
    );
    expect(rows).toHaveLength(2);
    expect(JSON.stringify(rows)).not.toContain(token.slice(0, 40));
  });
  test("go on being verified while the keys change, and no longer once theirs is gone", async () => {
    const key = await make();
    const verify = verifier();
    const before = (await ask(key)).token;
    await verify(before);
    keep(["first", "second"]);
    const after = (await ask(key)).token;
    const { protectedHeader } = await verify(after);
    expect(protectedHeader.kid).toBe("second");
    await verify(before);
    keep(["second"]);
    await expect(verifier()(before)).rejects.toThrow();
    await verifier()(after);
  });
  test("are refused to who may not call models there, to keys that only who asks could hold to their limits, and after a revocation", async () => {
    const refused = async (wanted: Parameters<typeof make>[0], body: object = {}) =>
      (await ask(await make(wanted), body)).code;
    expect(await refused({ projectRole: "viewer" })).toBe("forbidden");
    expect(await refused({ scopes: ["projects:read"] })).toBe("scope_missing");
    expect(await refused({ requestsPerMinute: 5 })).toBe("token_limits");
    expect(await refused({ costPerMonth: 5 })).toBe("token_limits");
    expect(await refused({ models: ["gpt-5"] })).toBe("token_limits");
    expect(await refused({ routes: ["/v1/messages"] })).toBe("token_limits");
    expect(await refused({ addresses: ["0.0.0.0/0", "::/0"] })).toBe("address_not_allowed");
    expect(await refused({}, { audience: "elsewhere" })).toBe("token_audience");
    expect(await refused({}, { project: other.slug })).toBe("not_found");
    const key = await make();
    await owner.query("update keys set revoked_at = now() where id = $1", [key.id]);
    expect((await ask(key)).code).toBe("key_revoked");
  });
  test.each(["jwt", "kubernetes"] as const)("are not made of what outlives no minute (%s)", async (kind) => {
    const tenant = await resolveTenant({ ...callerOfViewer(editor), kind }, own.slug);
    if (!tenant) throw new Error("not there");
    const made = await withTenant(tenant, async (tx) => {
      const scope = await resolveProject(tx, tenant, project.slug);
      return scope && signToken(tx, scope, {});
    });
    expect(made).toMatchObject({ ok: false, reason: "key_maker" });
  });
});
