import "#test/provided.ts";
import pg from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { hashToken } from "#lib/domain/identity/rules.ts";
import { done, refused } from "#lib/domain/outcome.ts";
import { mintKey } from "#lib/infra/crypto/key.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { newId } from "#lib/infra/db/id.ts";
import { withPlatform, withTenant } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import {
  join,
  makeOrganization,
  makeProject,
  makeViewer,
  secretOf,
  type TestOrganization,
} from "#test/world.ts";
import { apiRoute } from "./api-route.ts";
import { tenantCommand, userCommand } from "./command.ts";
import { refuseBusy, refuseFounder, refuseMails, refuseSignIns } from "./limits.ts";
import { changeOperation, instant, page, pageOf, paging, readOperation } from "./operation.ts";
import { type Scope, scopes } from "./permissions.ts";

const environment = {
  PORTICO_URL: "http://localhost:3000",
  PORTICO_AUTH_SECRET: "t".repeat(40),
  PORTICO_PROVIDERS: JSON.stringify([{ type: "github", clientId: "x", clientSecret: "y" }]),
  PORTICO_PLATFORM_ADMINS: "",
  PORTICO_LIMITS: JSON.stringify({ mails: 3, organizations: 2, screen: 4, screens: 6, signIn: 2 }),
};

let db: TestDatabase;
let own: TestOrganization;
let foreign: TestOrganization;
let project: { id: string; slug: string };
const keys: Record<string, string> = {};
let cookie: string;

type Made = { user?: string; scopes?: Scope[]; expired?: boolean; revoked?: boolean; role?: string };

async function makeKey(organization: TestOrganization, { user, ...made }: Made): Promise<string> {
  const minted = mintKey(user ? "ptc_usr_" : "ptc_svc_");
  await withPlatform(
    (tx) =>
      tx.key.create({
        data: {
          id: newId(),
          kind: user ? "personal" : "service",
          name: "test",
          organizationId: organization.id,
          userId: user ?? null,
          organizationRole: user ? null : (made.role ?? "member"),
          secrets: secretOf(organization.id, minted),
          scopes: made.scopes ?? [...scopes.filter((scope) => scope.endsWith(":read")), "projects:write"],
          createdAt: new Date(Date.now() - 3_600_000),
          expiresAt: new Date(Date.now() + (made.expired ? -60_000 : 60_000)),
          revokedAt: made.revoked ? new Date() : null,
        },
      }),
    db.app,
  );
  return minted.text;
}

beforeAll(async () => {
  Object.assign(process.env, environment);
  db = await createTestDatabase(10);
  [own, foreign] = [await makeOrganization(db.app), await makeOrganization(db.app)];
  const [owner, member, billing] = [
    await makeViewer(db.app),
    await makeViewer(db.app),
    await makeViewer(db.app),
  ];
  await join(db.app, owner, own, "owner");
  await join(db.app, member, own, "member");
  await join(db.app, billing, own, "billing");
  project = await makeProject(db.app, own);
  await makeProject(db.app, foreign, { slug: "theirs" });
  Object.assign(keys, {
    owner: await makeKey(own, { user: owner.userId }),
    member: await makeKey(own, { user: member.userId }),
    billing: await makeKey(own, { user: billing.userId }),
    reading: await makeKey(own, { user: owner.userId, scopes: ["projects:read"] }),
    writing: await makeKey(own, { user: owner.userId, scopes: ["projects:write"] }),
    service: await makeKey(own, {}),
    expired: await makeKey(own, { user: owner.userId, expired: true }),
    revoked: await makeKey(own, { user: owner.userId, revoked: true }),
    unknown: mintKey("ptc_usr_").text,
  });
  const login = newId();
  await withPlatform(
    (tx) =>
      tx.loginSession.create({
        data: {
          userId: owner.userId,
          tokenHash: Uint8Array.from(hashToken(login)),
          confirmedAt: new Date(),
          idleUntil: new Date(Date.now() + 60_000),
          endsAt: new Date(Date.now() + 60_000),
        },
      }),
    db.app,
  );
  cookie = `portico=${login}`;
});
afterAll(async () => {
  await prisma().$disconnect();
  await db?.drop();
});

let address = "";
let addresses = 0;
beforeEach(() => {
  // Limits are counted for an address: each test has one of its own.
  addresses += 1;
  address = `192.0.2.${addresses}`;
});

const thing = z.object({ id: z.uuid(), name: z.string(), at: instant });
const at = new Date("2026-01-02T03:04:05.678Z");

const rename = tenantCommand({
  name: "test.rename",
  at: "project",
  permission: "project:update",
  input: z.object({ name: z.string().max(20, "too_long"), version: z.number().nullable() }),
  run: async ({ tx, scope, input }) => {
    const { projectId: id } = scope;
    const where = { id, ...(input.version === null ? {} : { version: input.version }) };
    const { count } = await tx.project.updateMany({
      where,
      data: { displayName: input.name, version: { increment: 1 } },
    });
    if (count === 0) return refused("version_differs");
    const row = await tx.project.findUniqueOrThrow({ where: { id } });
    return done({ id, name: row.displayName, at: row.createdAt, version: row.version });
  },
});

const common = { path: "/things", tag: "projects", summary: "A thing" } as const;
const params = z.object({ id: z.uuid() });
const locate = async ({ params, tx }: { params: { id: string }; tx: unknown }) => {
  const { project: table } = tx as { project: { findUnique(x: unknown): Promise<{ slug: string } | null> } };
  return (await table.findUnique({ where: { id: params.id } }))?.slug ?? null;
};
const things = apiRoute(
  readOperation({
    ...common,
    id: "listThings",
    at: "organization",
    permission: "members:read",
    query: paging(z.string()).extend({ q: z.string().max(5, "too_long").optional() }),
    output: page(thing),
    read: async ({ tx, scope, query }) => {
      const rows = await tx.project.findMany({
        where: {
          organizationId: scope.organizationId,
          ...(query.after ? { slug: { gt: query.after } } : {}),
        },
        orderBy: { slug: "asc" },
        take: query.limit + 1,
      });
      return {
        value: pageOf(
          rows,
          query.limit,
          (row) => row.slug,
          ({ id, displayName, createdAt, namespace }) => ({
            id,
            name: displayName,
            at: createdAt,
            namespace,
          }),
        ),
      };
    },
  }),
);
const one = apiRoute(
  readOperation({
    ...common,
    id: "getThing",
    at: "project",
    permission: "project:read",
    params,
    output: thing,
    versioned: true,
    locate,
    read: async ({ tx, scope }) => {
      const row = await tx.project.findUniqueOrThrow({ where: { id: scope.projectId } });
      return { value: { id: row.id, name: row.displayName, at }, version: row.version };
    },
  }),
  changeOperation({
    ...common,
    id: "renameThing",
    method: "patch",
    at: "project",
    command: rename,
    params,
    body: z.object({ name: z.string().min(1, "required"), note: z.unknown().optional() }),
    output: thing,
    versioned: true,
    locate,
    input: ({ body, ifMatch }) => ({ name: body.name, version: ifMatch }),
    show: ({ id, name, at }) => ({ id, name, at }),
  }),
);
const faulty = apiRoute(
  readOperation({
    ...common,
    id: "breakThing",
    at: "own",
    permission: null,
    output: thing,
    read: async () => {
      throw new Error("secret detail");
    },
  }),
);

const named = z.object({ name: z.string() });
const makeOwn = userCommand({
  name: "test.own",
  input: named,
  run: ({ input, open }) => open.own(async () => done({ name: input.name })),
});
const ofOneself = apiRoute(
  changeOperation({
    ...common,
    id: "makeOwnThing",
    method: "post",
    at: "own",
    command: makeOwn,
    body: named,
    output: named,
    status: 201,
    input: ({ body }) => body,
    show: ({ name }) => ({ name }),
  }),
);

type Sent = {
  key?: string | null;
  headers?: Record<string, string>;
  body?: string | Uint8Array | object;
  search?: string;
  id?: string;
  handlers?: ReturnType<typeof apiRoute>;
  method?: "GET" | "PATCH" | "POST";
};
const plain = (body: Sent["body"]): body is string | Uint8Array =>
  typeof body === "string" || body instanceof Uint8Array;

async function send({ key = "owner", headers, body, search = "", id, handlers, method = "GET" }: Sent) {
  const request = new Request(`http://localhost:3000/api/v1/things${search}`, {
    method,
    headers: {
      "x-forwarded-for": address,
      ...(key === null ? {} : { authorization: `Bearer ${keys[key] ?? key}` }),
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: plain(body) ? (body as BodyInit) : JSON.stringify(body) }),
  });
  const handle = (handlers ?? (id === undefined ? things : one))[method];
  const response = await handle!(request, {
    // As Next has it: an address without names has none.
    params: Promise.resolve(id === undefined ? undefined : { id }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    json: text ? (JSON.parse(text) as Record<string, unknown>) : null,
  };
}
const patch = (more: Sent) => send({ method: "PATCH", id: project.id, body: { name: "new" }, ...more });
const deep = `{"name":"x","note":${"[".repeat(30)}${"]".repeat(30)}}`;

describe("a refusal is a problem with a code, a request id and nothing kept", () => {
  test.each<[string, () => Sent, number, string]>([
    ["no credential", () => ({ key: null }), 401, "no_credential"],
    ["another scheme", () => ({ key: null, headers: { authorization: "Basic eDp5" } }), 401, "no_credential"],
    ["a text that is no key", () => ({ key: "ptc_usr_nonsense" }), 401, "key_unknown"],
    ["a well-formed key that was never made", () => ({ key: "unknown" }), 401, "key_unknown"],
    ["an expired key", () => ({ key: "expired" }), 401, "key_expired"],
    ["a revoked key", () => ({ key: "revoked" }), 401, "key_revoked"],
    [
      "another organization by its name",
      () => ({ search: `?organization=${foreign.slug}` }),
      404,
      "not_found",
    ],
    ["an organization that does not exist", () => ({ search: "?organization=no-such" }), 404, "not_found"],
    ["a thing that does not exist", () => ({ id: newId() }), 404, "not_found"],
    ["a thing that the role does not see", () => ({ id: project.id, key: "member" }), 404, "not_found"],
    ["a key without the scope to read", () => ({ key: "writing" }), 403, "scope_missing"],
    ["a key without the scope to write", () => ({ ...patching(), key: "reading" }), 403, "scope_missing"],
    ["a body over 1 MiB", () => patching({ body: `{"name":"${"x".repeat(1_100_000)}"}` }), 413, "body_large"],
    [
      "a body of another type",
      () => patching({ headers: { "content-type": "text/plain" } }),
      415,
      "body_type",
    ],
    ["a body that is no JSON", () => patching({ body: "{" }), 400, "body_form"],
    ["a body that is too deep", () => patching({ body: deep }), 400, "body_form"],
    ["a NUL in the body", () => patching({ body: { name: "a\0b" } }), 400, "text_form"],
    ["half a pair in the body", () => patching({ body: '{"name":"\\ud800"}' }), 400, "text_form"],
    [
      "bytes that are no UTF-8",
      () => patching({ body: new Uint8Array([0x22, 0xff, 0x22]) }),
      400,
      "text_form",
    ],
    ["a NUL in the address", () => ({ search: "?q=a%00b" }), 400, "text_form"],
    ["bytes in the address that are no UTF-8", () => ({ search: "?q=%ff" }), 400, "text_form"],
    ["a NUL in a path", () => ({ id: "a\0b" }), 400, "text_form"],
    ["an id that is none", () => ({ id: "7" }), 422, "not_valid"],
    ["a field that is missing", () => patching({ body: {} }), 422, "not_valid"],
    ["a body that is missing", () => patching({ body: "" }), 422, "not_valid"],
    ["what only the command refuses", () => patching({ body: { name: "x".repeat(21) } }), 422, "too_long"],
    ["a cursor of somebody's own", () => ({ search: "?after=zzz" }), 422, "not_valid"],
    ["a cursor with another key", () => ({ search: `?after=${btoa("{}")}` }), 422, "not_valid"],
    ["a page that is too large", () => ({ search: "?limit=101" }), 422, "not_valid"],
    ["an ETag that is none", () => patching({ headers: { "if-match": "abc" } }), 422, "not_valid"],
    ["an empty If-Match", () => patching({ headers: { "if-match": "" } }), 422, "not_valid"],
    [
      "a key that is too long",
      () => patching({ headers: { "idempotency-key": "k".repeat(101) } }),
      422,
      "not_valid",
    ],
    ["a version of before", () => patching({ headers: { "if-match": '"999"' } }), 412, "version_differs"],
    ["a fault of our own", () => ({ handlers: faulty }), 500, "unexpected"],
  ])("%s", async (_, sent, status, code) => {
    const answer = await send(sent());
    expect(answer.json).toMatchObject({ type: "about:blank", status, code, title: expect.any(String) });
    expect(answer.status).toBe(status);
    expect(answer.json?.title).not.toBe(code);
    expect(answer.json?.requestId).toBe(answer.headers.get("x-request-id"));
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.headers.get("www-authenticate") !== null).toBe(status === 401);
    expect(JSON.stringify(answer.json)).not.toContain("secret detail");
  });
});
const patching = (more: Sent = {}): Sent => ({
  method: "PATCH",
  id: project.id,
  body: { name: "new" },
  ...more,
});

test("what is foreign answers to the letter like what does not exist", async () => {
  const bodies = [];
  for (const search of [`?organization=${foreign.slug}`, "?organization=no-such"]) {
    const { json, status } = await send({ search });
    bodies.push({ ...json, requestId: "", status });
  }
  const theirs = await withPlatform((tx) => tx.project.findFirstOrThrow({ where: { slug: "theirs" } }));
  for (const id of [theirs.id, newId()]) {
    const { json, status } = await send({ id });
    bodies.push({ ...json, requestId: "", status });
  }
  expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
});

test("everything that is wrong is named at once, with its place", async () => {
  const { json } = await patch({ body: { name: "" }, id: "7", headers: { "if-match": "x" } });
  expect(json?.errors).toEqual([
    { field: "path.id", code: "invalid_format", message: expect.any(String) },
    { field: "body.name", code: "required", message: "This is needed." },
    { field: "header.If-Match", code: "if_match_form", message: expect.any(String) },
  ]);
});

test("an answer holds what its schema says and no more, with its limits and its request id", async () => {
  const { status, json, headers } = await send({});
  expect(status).toBe(200);
  expect(json).toEqual({
    items: [{ id: project.id, name: expect.any(String), at: expect.stringMatching(/Z$/) }],
    next: null,
  });
  expect(headers.get("cache-control")).toBe("no-store");
  expect(headers.get("x-request-id")).toMatch(/^r-/);
  expect(Number(headers.get("ratelimit-remaining"))).toBeLessThan(Number(headers.get("ratelimit-limit")));
  expect(headers.get("ratelimit-policy")).toMatch(/^\d+;w=60$/);
});

test("pages follow each other by their cursors and hold each row once", async () => {
  for (let i = 0; i < 4; i++) await makeProject(db.app, own, { slug: `page-${i}` });
  const seen: string[] = [];
  let after = "";
  for (let pages = 0; pages < 10; pages++) {
    const { json } = await send({ search: `?limit=2${after && `&after=${after}`}` });
    const { items } = json as { items: { id: string }[] };
    seen.push(...items.map(({ id }) => id));
    if (json?.next === null) break;
    after = String(json?.next);
  }
  expect(seen).toHaveLength(5);
  expect(new Set(seen).size).toBe(5);
});

test("a change is made on condition of its ETag, and each version is won once", async () => {
  const before = await send({ id: project.id });
  const etag = before.headers.get("etag") ?? "";
  expect(etag).toMatch(/^"\d+"$/);
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, i) => patch({ body: { name: `n${i}` }, headers: { "if-match": etag } })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(412)]);
  const won = answers.find(({ status }) => status === 200);
  const after = await send({ id: project.id });
  expect(after.headers.get("etag")).toBe(won?.headers.get("etag"));
  expect(after.json?.name).toBe(won?.json?.name);
});

test("a request with a key is carried out once, however often it is sent", async () => {
  const key = { "idempotency-key": newId() };
  const answers = await Promise.all(
    Array.from({ length: 5 }, () => patch({ body: { name: "once" }, headers: key })),
  );
  expect(new Set(answers.map(({ json, headers }) => JSON.stringify([json, headers.get("etag")]))).size).toBe(
    1,
  );
  expect(answers[0]?.status).toBe(200);
  const other = await patch({ body: { name: "twice" }, headers: key });
  expect([other.status, other.json?.code]).toEqual([422, "idempotency_reused"]);
});

describe("a cookie counts only from our own pages", () => {
  test.each<[string, Record<string, string>, number]>([
    ["our own page", { "sec-fetch-site": "same-origin" }, 200],
    ["our own page in an older browser", { origin: "http://localhost:3000" }, 200],
    ["another site", { "sec-fetch-site": "cross-site" }, 401],
    ["a neighbour", { "sec-fetch-site": "same-site" }, 401],
    ["an address that was typed", { "sec-fetch-site": "none" }, 401],
    ["another origin", { origin: "http://localhost:3001" }, 401],
    ["a program that says nothing", {}, 401],
  ])("%s", async (_, headers, status) => {
    const search = `?organization=${own.slug}`;
    expect((await send({ key: null, headers: { cookie, ...headers }, search })).status).toBe(status);
  });

  test("a bad key is not made good by a cookie", async () => {
    const headers = { cookie, "sec-fetch-site": "same-origin" };
    expect((await send({ key: "expired", headers })).status).toBe(401);
  });

  test("somebody of several organizations has to name one", async () => {
    const headers = { cookie, "sec-fetch-site": "same-origin" };
    const { status, json } = await send({ key: null, headers });
    expect([status, json?.code]).toEqual([400, "organization_needed"]);
  });
});

test("a person makes what is their own, a key of one organization does not", async () => {
  const headers = { cookie, "sec-fetch-site": "same-origin" };
  const create = { handlers: ofOneself, method: "POST" as const, body: { name: "mine" } };
  const made = await send({ ...create, key: null, headers });
  expect([made.status, made.json]).toEqual([201, { name: "mine" }]);
  const bound = await send(create);
  expect([bound.status, bound.json?.code]).toEqual([403, "key_one_organization"]);
});

test("a service acts by the role of its key alone", async () => {
  expect((await send({ key: "service" })).status).toBe(200);
  expect((await send({ key: "service", id: project.id })).status).toBe(404);
});

test("a refusal for a low role is in the audit log, with the key and the address", async () => {
  const { status, json } = await send({ key: "writing" });
  expect(status).toBe(403);
  const row = await withPlatform((tx) =>
    tx.auditEvent.findFirst({ where: { action: "api.listThings", reason: String(json?.code) } }),
  );
  expect(row).toMatchObject({
    action: "api.listThings",
    outcome: "refused",
    reason: "scope_missing",
    actorKind: "key",
    via: "api",
    // The first time that it was refused: the same again within five minutes is the same one.
    address: expect.stringMatching(/^192\.0\.2\.\d+$/),
    organizationId: own.id,
  });
  expect(row?.actorKeyId).not.toBeNull();
});

test("an address that cannot say who it is has 60 calls a minute, and is told when to come again", async () => {
  const answers = [];
  for (let i = 0; i < 65; i++) answers.push(await send({ key: "unknown" }));
  const stopped = answers.filter(({ status }) => status === 429);
  expect(stopped.length).toBeGreaterThanOrEqual(4);
  expect(answers.slice(0, 60).every(({ status }) => status === 401)).toBe(true);
  expect(Number(stopped[0]?.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
  expect(stopped[0]?.headers.get("ratelimit-remaining")).toBe("0");
  expect(stopped[0]?.json?.code).toBe("rate_limited");
  // Whoever can say who they are is not held up by it.
  expect((await send({})).status).toBe(200);
});

test("an organization's calls are counted for whoever makes them, by key or from our own pages", async () => {
  const full = async (tat: string) => {
    const client = new pg.Client({ connectionString: db.ownerUrl });
    await client.connect();
    const sql = `insert into rate_limits values ($1, ${tat}) on conflict (key) do update set tat = excluded.tat`;
    await client.query(sql, [`org:${own.id}`]);
    await client.end();
  };
  const page = {
    key: null,
    headers: { cookie, "sec-fetch-site": "same-origin" },
    search: `?organization=${own.slug}`,
  };
  await full("now() + interval '1 hour'");
  for (const call of [{}, page]) {
    const { status, headers } = await send(call);
    expect([status, headers.get("ratelimit-limit")]).toEqual([429, "6000"]);
  }
  await full("now()");
  for (const call of [{}, page]) expect((await send(call)).status).toBe(200);
});

test("a day has so many invitations for an organization, and so many organizations for a person", async () => {
  const [anybody, busy, maker] = [newId(), newId(), newId()];
  const mails = (
    organizationId: string,
    count: number,
    userId: string | null = anybody,
    keyId: string | null = null,
  ) => {
    const sender = { organizationId, userId, actorId: userId ?? newId(), caller: { keyId } };
    return withTenant({ organizationId }, (tx) => refuseMails(tx, sender, count));
  };
  const sent = { template: "invitation", recipient: "somebody@test.example", organizationId: own.id };
  await withTenant({ organizationId: own.id }, (tx) =>
    tx.email.createMany({
      data: [
        sent,
        sent,
        { ...sent, template: "join-asked" },
        { ...sent, createdAt: new Date(Date.now() - 86_401_000) },
      ],
    }),
  );
  expect(await mails(own.id, 1)).toBeNull();
  expect(await mails(own.id, 2)).toMatchObject({ reason: "mails_most", values: { most: 3 } });
  expect(await mails(foreign.id, 2)).toBeNull();
  // Of a person all that they send in any organization counts, and what services send that they have made.
  expect(await mails(foreign.id, 1)).toMatchObject({ reason: "mails_most", values: { most: 3 } });
  expect(await mails(foreign.id, 3, busy)).toBeNull();
  const service = async (by: { createdBy?: string; parentId?: string }) => {
    const shown = { kind: "service", name: "bot", organizationRole: "admin", scopes: ["members:write"] };
    const data = { ...shown, expiresAt: new Date(Date.now() + 60_000), ...by };
    return withTenant(
      { organizationId: foreign.id },
      async (tx) => (await tx.key.create({ data: { ...data, organizationId: foreign.id } })).id,
    );
  };
  const first = await service({ createdBy: maker });
  expect(await mails(foreign.id, 3, null, first)).toBeNull();
  expect(await mails(foreign.id, 1, null, await service({ parentId: first }))).toMatchObject({
    reason: "mails_most",
  });
  const [person, other] = [newId(), newId()];
  expect([await refuseFounder(person), await refuseFounder(person)]).toEqual([null, null]);
  expect(await refuseFounder(person)).toMatchObject({ reason: "rate_limited" });
  expect(await refuseFounder(other)).toBeNull();
});

test("a person's screens have a limit, and so have the screens and the sign-ins of an address", async () => {
  const busy = async (person: string) => (await refuseBusy(person, address))?.reason ?? null;
  const [ann, ben] = [newId(), newId()];
  for (let i = 0; i < 4; i++) expect(await busy(ann)).toBeNull();
  expect(await busy(ann)).toBe("rate_limited");
  // What Ann was refused was not taken from her neighbours.
  expect([await busy(ben), await busy(ben), await busy(ben)]).toEqual([null, null, "rate_limited"]);
  const signIns = [await refuseSignIns(address), await refuseSignIns(address), await refuseSignIns(address)];
  expect(signIns.map((one) => one?.reason ?? null)).toEqual([null, null, "rate_limited"]);
});
