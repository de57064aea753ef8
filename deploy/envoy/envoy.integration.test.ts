import "#test/provided.ts";
import { type ChildProcess, spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { decodeJwt, decodeProtectedHeader, importJWK, type JWTPayload, SignJWT } from "jose";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { GET as jwksRoute } from "#app/.well-known/jwks.json/route.ts";
import { GET as authorizeGet, POST as authorizePost } from "#app/api/v1/authorize/[[...path]]/route.ts";
import { POST as tokenRoute } from "#app/api/v1/keys/token/route.ts";
import { signPassport } from "#lib/infra/crypto/passport.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { freePort } from "#scripts/demo/postgres.ts";
import { envoyProgram } from "#scripts/envoy.ts";
import { type CallingKey, makeCallingKey } from "#test/calling.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { makeOrganization, makeProject, type TestOrganization } from "#test/world.ts";
import { verifyPassport } from "../../passport/verify.js";

/**
 * The real Envoy with the files of this folder: between callers and a small service, with Portico's real routes on a port of
 * their own. Only addresses are changed, TLS is left out, and keys are fetched again each second instead of every five minutes.
 */
const folder = mkdtempSync(join(tmpdir(), "portico-envoy-"));
const keysFile = join(folder, "keys.json");
const secret = (fill: number) => Buffer.alloc(32, fill).toString("base64url");
const passportKey = { kid: "m1", aud: "models", secret: secret(1), gateway: secret(9) };
const makeSigningKey = (kid: string) => ({
  kid,
  ...(generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({ format: "jwk" }) as {
    kty: string;
    crv: string;
    x: string;
    y: string;
    d: string;
  }),
});
const first = makeSigningKey("2026-11");
const writeKeys = (keys: object[]) => writeFileSync(keysFile, JSON.stringify(keys));
const servers: Server[] = [];
const envoys: ChildProcess[] = [];
/** What came through to the service behind. */
const seen: { path: string; headers: IncomingHttpHeaders; body: string }[] = [];
/** What Portico was asked with. */
const questions: IncomingHttpHeaders[] = [];
/** Whether somebody else answers in Portico's place: whoever asks is let in, without a passport. */
let usurped = false;
let db: TestDatabase;
let own: TestOrganization;
let project: { id: string; slug: string };
let key: CallingKey;

async function portico(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = "GET", url = "/" } = request;
  const body = method === "GET" ? undefined : await text(request);
  const headers = Object.entries(request.headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ]);
  const asked = new NextRequest(`http://localhost${url}`, { method, headers, body });
  const context = { params: Promise.resolve({}) };
  const authorize = method === "POST" ? authorizePost : authorizeGet;
  questions.push(request.headers);
  if (usurped) return void response.end();
  const told = await (url === "/.well-known/jwks.json" ? jwksRoute : authorize)(asked, context);
  response.writeHead(told.status, Object.fromEntries(told.headers)).end(await told.text());
}

async function service(request: IncomingMessage, response: ServerResponse): Promise<void> {
  seen.push({ path: request.url ?? "", headers: request.headers, body: await text(request) });
  response.end("{}");
}

const listen = (answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>) =>
  new Promise<number>((resolve) => {
    const server = createServer((request, response) => void answer(request, response));
    servers.push(server);
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });

/** Starts Envoy with a file of this folder in which each text is replaced; answers with its address when it takes calls. */
async function startEnvoy(program: string, file: string, changes: [RegExp | string, string][]) {
  const port = await freePort();
  let config = readFileSync(new URL(file, import.meta.url), "utf8");
  for (const [from, to] of [
    ["0.0.0.0, port_value: 8080", `127.0.0.1, port_value: ${port}`],
    [/ {6}transport_socket:\n( {8}.*\n)+/, ""],
    [/domains: \[\w+\.example\]/, "domains: [127.0.0.1]"],
    ...changes,
  ] as const) {
    if (config.search(from) < 0) throw new Error(`${file} has no ${from}.`);
    config = config.replace(from, to);
  }
  const written = join(folder, file);
  writeFileSync(written, config);
  let log = "";
  const options = ["--disable-hot-restart", "--concurrency", "1", "--log-level", "warning"];
  const envoy = spawn(program, ["-c", written, ...options], {
    env: { PORTICO_GATEWAY_SECRET: passportKey.gateway } as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "ignore", "pipe"],
  });
  envoys.push(envoy);
  envoy.stderr?.on("data", (part) => (log += part));
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(url).catch(() => null))) {
    if (envoy.exitCode !== null) throw new Error(`Envoy did not start: ${log}`);
    await sleep(50);
  }
  expect(log).not.toContain("eprecated");
  return url;
}

let models: string;
let guarded: string;
beforeAll(async () => {
  const program = await envoyProgram((line) => void process.stderr.write(`${line}\n`));
  db = await createTestDatabase(5);
  own = await makeOrganization(db.app);
  project = await makeProject(db.app, own);
  writeKeys([first]);
  Object.assign(process.env, {
    PORTICO_URL: "https://portico.example",
    PORTICO_AUTH_SECRET: "x".repeat(32),
    PORTICO_PROVIDERS: JSON.stringify([{ type: "github", clientId: "a", clientSecret: "b" }]),
    PORTICO_SIGNING_KEYS_FILE: keysFile,
    PORTICO_TOKEN_AUDIENCES: "models,wiki",
    PORTICO_PASSPORT_KEYS: JSON.stringify([passportKey]),
  });
  key = await makeCallingKey(db.app, {
    ...{ organizationId: own.id, projectId: project.id },
    scopes: ["models:call", "sessions:write"],
  });
  const [web, behind] = [await listen(portico), await listen(service)];
  const at = (port: number) => `127.0.0.1, port_value: ${port}`;
  [models, guarded] = await Promise.all([
    startEnvoy(program, "tokens.yaml", [
      ["portico.example, port_value: 443", at(web)],
      ["models.internal, port_value: 8000", at(behind)],
      ["cache_duration: 300s", "cache_duration: 6s"],
    ]),
    startEnvoy(program, "authorize.yaml", [
      ["portico.example, port_value: 443", at(web)],
      ["service.internal, port_value: 8000", at(behind)],
      ["value: northmoor", `value: ${own.slug}`],
      ["value: retrieval-eval", `value: ${project.slug}`],
    ]),
  ]);
});
afterAll(async () => {
  for (const envoy of envoys) envoy.kill("SIGKILL");
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  await prisma().$disconnect();
  await db?.drop();
  rmSync(folder, { recursive: true });
});

const bearing = (token: string) => ({ authorization: `Bearer ${token}` });
/** A token of Portico's own route. */
async function tokenFor(audience: string): Promise<string> {
  const asked = new NextRequest("https://portico.example/api/v1/keys/token", {
    method: "POST",
    headers: { ...bearing(key.text), "content-type": "application/json" },
    body: JSON.stringify({ audience }),
  });
  const told = await (tokenRoute as NonNullable<typeof tokenRoute>)(asked, { params: Promise.resolve({}) });
  const { token } = (await told.json()) as { token: string };
  expect(told.status).toBe(200);
  return token;
}
/** The token with other claims or another header, signed as Portico signs. */
async function forge(token: string, claims: JWTPayload = {}, header: object = {}, signer = first) {
  const { kid, alg, typ } = decodeProtectedHeader(token);
  return new SignJWT({ ...decodeJwt(token), ...claims })
    .setProtectedHeader({ kid, alg: alg ?? "", typ, ...header })
    .sign(await importJWK(signer, "ES256"));
}
const json = { "content-type": "application/json" };
const ask = (headers: Record<string, string>, body: string | object = { model: "gpt-5" }, path = "") =>
  fetch(`${models}${path || "/v1/messages"}`, {
    method: "POST",
    headers: { ...json, ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
const status = async (asked: Promise<Response>) => (await asked).status;
/** The answer's status to a caller who names another host, which fetch does not let them. */
const statusAt = (url: string, host: string, headers: Record<string, string>) =>
  new Promise<number | undefined>((resolve, reject) => {
    const asked = request(url, { headers: { ...headers, host } }, (told) =>
      resolve(told.resume().statusCode),
    );
    asked.on("error", reject).end();
  });
const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");

describe("Envoy that verifies tokens", () => {
  test("lets a token of Portico's through, and the service sees who it is and no token", async () => {
    const token = await tokenFor("models");
    const forged = { "x-portico-subject": "somebody", "x-portico-project": "another", cookie: "a=b" };
    const body = { model: "gpt-5", messages: [{ role: "user", content: "x".repeat(2 ** 21) }] };
    expect(await status(ask({ ...bearing(token), ...forged }, body))).toBe(200);
    const { headers, path, body: came } = seen.at(-1) as (typeof seen)[number];
    expect([path, came]).toEqual(["/v1/messages", JSON.stringify(body)]);
    expect(headers).toMatchObject({
      "x-portico-subject": key.id,
      "x-portico-key": key.id,
      "x-portico-organization": own.slug,
      "x-portico-project": project.slug,
    });
    expect([headers.authorization, headers.cookie]).toEqual([undefined, undefined]);
    const list = await fetch(`${models}/v1/models`, { headers: bearing(token) });
    expect(list.status).toBe(200);
  });

  test("hands on no header that a token says nothing of, and no call for another host", async () => {
    const token = bearing(await forge(await tokenFor("models"), { project: undefined }));
    const forged = { "x-portico-project": "another", "x-portico-passport": "forged" };
    expect(await status(ask({ ...token, ...forged }))).toBe(200);
    const { headers } = seen.at(-1) as (typeof seen)[number];
    expect([headers["x-portico-project"], headers["x-portico-passport"]]).toEqual([undefined, undefined]);
    const before = seen.length;
    expect(await statusAt(`${models}/v1/models`, "evil.example", token)).toBe(404);
    expect(seen.length).toBe(before);
    for (const { host } of questions) expect(host).toBe("portico.example");
  });

  test("refuses every other token, and the service hears nothing of it", async () => {
    const token = await tokenFor("models");
    const [head, payload, signature] = token.split(".") as [string, string, string];
    const now = Math.floor(Date.now() / 1000);
    const published = Buffer.from(JSON.stringify({ ...first, d: undefined }));
    const passport = { email: null, groups: [], permissions: ["models:call"], tier: "standard" };
    const place = { organization: own.slug, project: project.slug, namespace: null };
    const claims = decodeJwt(token);
    const before = seen.length;
    const cases: Record<string, [Record<string, string>, number]> = {
      none: [{}, 401],
      "another scheme": [{ authorization: `Basic ${token}` }, 401],
      "as a cookie": [{ cookie: `access_token=${token}` }, 401],
      "another audience": [bearing(await tokenFor("wiki")), 403],
      "another issuer": [bearing(await forge(token, { iss: "https://other.example" })), 401],
      altered: [bearing(`${head}.${base64({ ...claims, project: "another" })}.${signature}`), 401],
      "without a signature": [bearing(`${head}.${payload}.`), 401],
      "of no algorithm": [bearing(`${base64({ alg: "none", typ: "at+jwt" })}.${payload}.`), 401],
      "signed with what is published": [
        bearing(
          await new SignJWT(claims)
            .setProtectedHeader({ alg: "HS256", typ: "at+jwt", kid: first.kid })
            .sign(published),
        ),
        401,
      ],
      "another's key of the same name": [bearing(await forge(token, {}, {}, makeSigningKey(first.kid))), 401],
      ended: [bearing(await forge(token, { exp: now - 6 })), 401],
      "without an end": [bearing(await forge(token, { exp: undefined })), 401],
      "a passport": [
        bearing(await signPassport(passportKey, { ...passport, ...place, user_id: key.id }, null)),
        401,
      ],
      "an ID token": [bearing(await forge(token, {}, { typ: "JWT" })), 403],
      "of no type": [bearing(await forge(token, {}, { typ: undefined })), 403],
      "for something else": [bearing(await forge(token, { scope: "sessions:read" })), 403],
      "a key of Portico's": [bearing(key.text), 401],
      "a made-up header of claims": [{ "x-portico-subject": key.id }, 401],
    };
    for (const [what, [headers, code]] of Object.entries(cases))
      expect(await status(ask(headers)), what).toBe(code);
    const inAddress = ask({}, undefined, `/v1/messages?access_token=${token}`);
    expect(await status(inAddress)).toBe(401);
    expect(seen.length).toBe(before);
  });

  test("holds a token to its models, however the request is written", async () => {
    const small = bearing(await forge(await tokenFor("models"), { models: ["gpt-5-mini"] }));
    expect(await status(ask(small, { model: "gpt-5-mini" }))).toBe(200);
    // Of two the last counts, as it does in what usually stands behind.
    expect(await status(ask(small, '{"model":"gpt-5","model":"gpt-5-mini"}'))).toBe(200);
    const before = seen.length;
    for (const body of [
      { model: "gpt-5" },
      { model: ["gpt-5-mini"] },
      { model: "gpt-4" },
      {},
      "",
      "model=gpt-5-mini",
      '{"model":"gpt-5","messages":[{"model":"gpt-5-mini"}]}',
      '{"model":"gpt-5-mini","model":"gpt-5"}',
    ])
      expect([body, await status(ask(small, body))]).toEqual([body, 403]);
    const asText = { ...small, "content-type": "text/plain" };
    expect(await status(ask(asText, { model: "gpt-5-mini" }))).toBe(403);
    for (const path of ["/v1/files", "/v1/messages/batches", "/v1//files", "/key/generate"])
      expect(await status(ask(small, { model: "gpt-5-mini" }, path)), path).toBe(403);
    expect(await status(ask(small, { model: "gpt-5-mini" }, "/v1/messages%2f..%2ffiles"))).toBe(400);
    expect(seen.length).toBe(before);
  });

  test("follows the keys that Portico signs with", async () => {
    const old = bearing(await tokenFor("models"));
    writeKeys([first, { ...makeSigningKey("2027-01"), from: new Date(Date.now() - 1_000).toISOString() }]);
    const fresh = bearing(await tokenFor("models"));
    await expect.poll(() => status(ask(fresh)), { timeout: 10_000 }).toBe(200);
    expect(await status(ask(old))).toBe(200);
    writeKeys((JSON.parse(readFileSync(keysFile, "utf8")) as object[]).slice(1));
    await expect.poll(() => status(ask(old)), { timeout: 10_000 }).toBe(401);
    expect(await status(ask(fresh))).toBe(200);
  });
});

test("Envoy that asks lets through whom Portico lets, with a passport and nothing else of theirs", async () => {
  const forged = {
    ...{ "x-portico-passport": "forged", cookie: "a=b", "x-portico-permission": "" },
    ...{ "x-portico-gateway": secret(8), "x-forwarded-for": "198.51.100.9" },
  };
  const send = (headers: Record<string, string>) =>
    fetch(`${guarded}/v1//jobs`, { method: "POST", headers: { ...json, ...forged, ...headers }, body: "{}" });
  expect(await status(send(bearing(key.text)))).toBe(200);
  const { headers, path, body } = seen.at(-1) as (typeof seen)[number];
  expect(path).toBe("/v1/jobs");
  expect([headers.authorization, headers.cookie, headers["x-portico-gateway"]]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
  const { kid, secret: signs } = passportKey;
  const options = { keys: [{ kid, secret: signs }], audience: "models", body };
  const verified = verifyPassport(String(headers["x-portico-passport"]), options);
  expect(verified).toMatchObject({ ok: true, passport: { user_id: key.id, project: project.slug } });

  const before = seen.length;
  const reading = await makeCallingKey(db.app, {
    ...{ organizationId: own.id, projectId: project.id },
    scopes: ["sessions:read"],
  });
  for (const [bearer, code, reason] of [
    ["", 401, "no_credential"],
    ["ptc_prj_nobody", 401, "key_unknown"],
    [reading.text, 403, "forbidden"],
  ] as const) {
    const told = await send(bearer ? bearing(bearer) : {});
    expect([told.status, told.headers.get("content-type")]).toEqual([code, "application/problem+json"]);
    expect(await told.json()).toMatchObject({ code: reason });
  }
  // Portico alone is asked, by its own name, whatever host a caller names; for another than the service's nobody is.
  const asked = questions.length;
  expect(await statusAt(`${guarded}/v1/jobs`, "evil.example", bearing(key.text))).toBe(404);
  expect(questions.length).toBe(asked);
  expect(seen.length).toBe(before);
  const ours = questions.filter((question) => question["x-portico-gateway"]);
  expect(ours.length).toBeGreaterThan(0);
  for (const question of ours) {
    expect(question).toMatchObject({ host: "portico.example", "x-portico-gateway": passportKey.gateway });
    // What a client says of where it is, and then what Envoy sees: one address, and none of the way inside of it.
    expect(question["x-forwarded-for"]).toMatch(/^(198\.51\.100\.9, ?)?(?!198\.51\.100\.9)[\d.]+$/);
    for (const name of ["x-forwarded-proto", "x-portico-passport", "cookie"])
      expect(question[name], name).toBe(undefined);
  }
  // Whoever is let in without a passport has none, least of all their own.
  usurped = true;
  expect(await status(send(bearing(key.text)))).toBe(200);
  usurped = false;
  expect(seen.at(-1)?.headers).not.toHaveProperty("x-portico-passport");
  expect(seen.pop()?.headers).not.toHaveProperty("x-portico-gateway");

  // Nobody is let in while Portico is away.
  servers[0]?.closeAllConnections();
  servers[0]?.close();
  expect(await status(send(bearing(key.text)))).toBe(503);
  expect(seen.length).toBe(before);
});
