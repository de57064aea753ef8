import "#test/provided.ts";
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join as pathJoin } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { createKey } from "#lib/domain/keys/mutations.ts";
import { type CreateKeyInput, createKeyInput } from "#lib/domain/keys/schema.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer, type TestOrganization } from "#test/world.ts";
import { verifyPassport } from "../../../passport/verify.js";
import { answerGateway } from "./authorize.ts";
import { callerOfViewer } from "./caller.ts";
import type { Scope } from "./permissions.ts";
import { resolveTenant } from "./scope.ts";

const secret = (fill: number) => Buffer.alloc(32, fill).toString("base64url");
const gateway = secret(9);
const first = { kid: "m1", aud: "models", secret: secret(1), gateway };
const folder = mkdtempSync(pathJoin(tmpdir(), "portico-passport-"));
const file = pathJoin(folder, "keys.json");
let db: TestDatabase;
let own: TestOrganization;
let foreign: TestOrganization;
let project: { id: string; slug: string; namespace: string };
let editor: Viewer;
let key: string;

beforeAll(async () => {
  db = await createTestDatabase(5);
  [own, foreign] = [await makeOrganization(db.app), await makeOrganization(db.app)];
  project = await makeProject(db.app, own);
  editor = await makeViewer(db.app);
  await join(db.app, editor, own, "member");
  await join(db.app, editor, own, "editor", project.id);
  writeFileSync(file, JSON.stringify([first]));
  Object.assign(process.env, {
    PORTICO_URL: "http://localhost:3000",
    PORTICO_AUTH_SECRET: "x".repeat(32),
    PORTICO_PROVIDERS: JSON.stringify([{ type: "github", clientId: "a", clientSecret: "b" }]),
    PORTICO_PASSPORT_KEYS_FILE: file,
  });
  key = await keyFor(["sessions:read", "sessions:write"]);
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await prisma().$disconnect();
  await db?.drop();
});

async function keyFor(
  scopes: Exclude<Scope, "platform">[],
  change: Partial<CreateKeyInput> = {},
): Promise<string> {
  const scope = await resolveTenant(callerOfViewer(editor), own.slug);
  if (!scope) throw new Error("no scope");
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const input = createKeyInput.parse({ kind: "personal", name: "t", scopes, expiresAt: tomorrow, ...change });
  const made = await withTenant(scope, (tx) => createKey(tx, scope, input));
  if (!made.ok) throw new Error(made.reason);
  return made.value.key;
}

type Asked = { bearer?: string | null; body?: string; method?: string; path?: string } & Record<
  string,
  unknown
>;
const headersOf = ({ bearer = key, audience = "models", ...more }: Asked) => ({
  ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
  "x-portico-gateway": gateway,
  "x-portico-audience": String(audience),
  ...Object.fromEntries(
    ["organization", "project", "permission"].flatMap((name) =>
      more[name] === undefined ? [] : [[`x-portico-${name}`, String(more[name])]],
    ),
  ),
});
const ask = (change: Asked = {}, extra: Record<string, string> = {}) => {
  const { method = "GET", body, path = "" } = change;
  const request = new Request(`http://localhost:3000/api/v1/authorize${path}`, {
    method,
    body,
    headers: { ...headersOf(change), ...extra },
  });
  return answerGateway(request, "r-test");
};
const there = () => ({ organization: own.slug, project: project.slug });
const read = async (answer: Response, body?: string) => {
  const keys = [1, 2].map((n) => ({ kid: `m${n}`, secret: secret(n) }));
  const verified = verifyPassport(answer.headers.get("x-portico-passport"), {
    keys,
    audience: "models",
    body,
  });
  if (!verified.ok) throw new Error(`${answer.status} ${verified.reason}`);
  return verified.passport;
};

describe("a request that may pass gets a passport", () => {
  test("with who asks, what they may, and where it goes", async () => {
    const answer = await ask({ ...there(), permission: "sessions:create" });
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"]);
    const passport = await read(answer);
    expect(passport).toMatchObject({
      user_id: editor.userId,
      email: editor.email,
      groups: [],
      organization: own.slug,
      project: project.slug,
      tier: "standard",
      namespace: project.namespace,
      body_sha256: null,
    });
    expect(passport.permissions).toContain("sessions:create");
    expect(passport.permissions).not.toContain("credentials:manage");
  });
  test("with no more than the key's scopes", async () => {
    const reading = await keyFor(["sessions:read"]);
    expect((await ask({ ...there(), bearer: reading, permission: "sessions:create" })).status).toBe(403);
    const passport = await read(await ask({ ...there(), bearer: reading }));
    expect(passport.permissions).toContain("sessions:read");
    expect(passport.permissions).not.toContain("sessions:create");
  });
  test("that says it may call models only where nobody has to hold its key to some of them", async () => {
    const models = { ...there(), permission: "models:call" };
    const at = { project: project.slug };
    const free = await keyFor(["models:call"], at);
    expect((await read(await ask({ ...models, bearer: free }))).permissions).toEqual(["models:call"]);
    const limits = { requestsPerMinute: 5, tokensPerMinute: null, tokensPerMonth: null, costPerMonth: null };
    for (const bound of [{ models: ["gpt-5"] }, { routes: ["/v1/messages"] }, { limits }]) {
      const bearer = await keyFor(["models:call", "sessions:read"], { ...at, ...bound });
      const answer = await ask({ ...models, bearer });
      expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
        403,
        "token_limits",
      ]);
      expect((await read(await ask({ ...there(), bearer }))).permissions).not.toContain("models:call");
      expect((await ask({ ...there(), bearer, permission: "sessions:read" })).status).toBe(200);
    }
    const other = await makeProject(db.app, own);
    await join(db.app, editor, own, "editor", other.id);
    expect((await ask({ ...models, bearer: free, project: other.slug })).status).toBe(403);
  });
  test("bound to its body, where the gateway shows it", async () => {
    const body = '{"model":"x"}';
    const answer = await ask({ ...there(), method: "POST", body, path: "/v1/messages" });
    expect((await read(answer, body)).body_sha256).not.toBeNull();
    await expect(read(answer, "other")).rejects.toThrow("body");
    const partial = await ask({ method: "POST", body }, { "x-envoy-auth-partial-body": "true" });
    expect((await read(partial)).body_sha256).toBeNull();
  });
  test("without a place has nothing of one", async () => {
    expect(await read(await ask())).toMatchObject({
      permissions: [],
      organization: null,
      project: null,
      tier: null,
      namespace: null,
    });
  });
});

test.each<[string, () => Asked, number, string]>([
  ["nobody", () => ({ bearer: null }), 401, "no_credential"],
  ["a made-up key", () => ({ bearer: "ptc_usr_nonsense" }), 401, "key_unknown"],
  ["an audience without a key", () => ({ audience: "billing" }), 403, "gateway_unknown"],
  ["a permission that is none", () => ({ permission: "all" }), 400, "permission_unknown"],
  ["another organization", () => ({ organization: foreign.slug }), 403, "forbidden"],
  ["a project that is not", () => ({ organization: own.slug, project: "nowhere" }), 403, "forbidden"],
  ["a project of nowhere", () => ({ project: project.slug }), 400, "organization_needed"],
  ["what the role lacks", () => ({ ...there(), permission: "project:update" }), 403, "forbidden"],
  [
    "a body beyond a mebibyte",
    () => ({ method: "POST", body: "x".repeat(1024 * 1024 + 1) }),
    413,
    "body_large",
  ],
])("%s is refused", async (_what, change, status, code) => {
  const answer = await ask(change());
  expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([status, code]);
  expect(answer.headers.has("x-portico-passport")).toBe(false);
});

test("a passport is made for the gateway of its audience alone, whatever key comes with it", async () => {
  for (const given of ["", secret(1), `${gateway}x`]) {
    const answer = await ask(there(), { "x-portico-gateway": given });
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([
      403,
      "gateway_unknown",
    ]);
    expect(Number(answer.headers.get("ratelimit-limit"))).toBe(60);
  }
  expect((await ask(there())).headers.get("ratelimit-limit")).toBe("12000");
});

test("a cookie is not enough, wherever it comes from", async () => {
  const answer = await ask(
    { bearer: null },
    { cookie: "portico_session=x", "sec-fetch-site": "same-origin" },
  );
  expect(answer.status).toBe(401);
});

test("new keys in the file sign from the next request on", async () => {
  expect((await read(await ask())).kid).toBe("m1");
  const next = { kid: "m2", aud: "models", secret: secret(2), gateway, from: "2026-01-01T00:00:00Z" };
  writeFileSync(file, JSON.stringify([first, next]));
  utimesSync(file, new Date(), new Date(Date.now() + 5_000));
  expect((await read(await ask())).kid).toBe("m2");
});
