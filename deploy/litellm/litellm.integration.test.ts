import "#test/provided.ts";
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join as pathJoin } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { POST as usageRoute } from "#app/api/v1/keys/usage/route.ts";
import { POST as verifyRoute } from "#app/api/v1/keys/verify/route.ts";
import { callerOfViewer } from "#lib/domain/access/caller.ts";
import { resolveTenant, type TenantScope } from "#lib/domain/access/scope.ts";
import type { Viewer } from "#lib/domain/identity/data.ts";
import { disableKey, revokeKey, rotateKey } from "#lib/domain/keys/life.ts";
import { createKey, type NewKey } from "#lib/domain/keys/mutations.ts";
import { type CreateKeyInput, createKeyInput } from "#lib/domain/keys/schema.ts";
import { readUsage } from "#lib/domain/usage/data.ts";
import { rangeOf } from "#lib/domain/usage/rules.ts";
import { prisma } from "#lib/infra/db/client.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { freePort } from "#scripts/demo/postgres.ts";
import { type ProviderStandIn, startProviderStandIn } from "#scripts/demo/provider-stand-in.ts";
import { litellmCommand, litellmEnvironment, litellmHealth, writeConfig } from "#scripts/litellm.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { join, makeOrganization, makeProject, makeViewer, type TestOrganization } from "#test/world.ts";

/**
 * The real LiteLLM proxy with deploy/litellm's configuration and hooks, and Portico's real routes on a port of their own. The models
 * behind LiteLLM are its own mock, which answers at once; `streamed` is the demo's stand-in, because the mock's streams of the
 * Messages API are not counted.
 */
const secret = (fill: number) => Buffer.alloc(32, fill).toString("base64url");
const gateway = { kid: "m1", aud: "models", secret: secret(1), gateway: secret(9), models: true };
const model = "claude-sonnet-4-5";
const streamed = "claude-haiku-4-5";
/** Fails each time. The configuration names another for it. */
const failing = "claude-opus-4-5";
const secretPrompt = "the prompt that stays in the gateway";
/** Short enough to come in one part of a stream. */
const secretAnswer = "Aye";
/** What the gateway reported, as it came. */
const reports: string[] = [];
let usageIsAway = false;
let folder: string;
let db: TestDatabase;
let owner: Viewer;
let organization: TestOrganization;
let project: { id: string; slug: string };
let portico: Server;
let provider: ProviderStandIn;
let litellm: ChildProcess;
let log = "";
let base: string;

/** An operator's own callback: writes down what LiteLLM gives to callbacks. */
const recorder = `
import os
from litellm.integrations.custom_logger import CustomLogger

class Recorder(CustomLogger):
    def hear(self, what, *values):
        with open(os.path.join(os.environ["HOME"], "heard"), "a") as file:
            print(what, *map(repr, values), file=file)
    async def async_pre_call_hook(self, user_api_key_dict, cache, data, call_type):
        self.hear("called", user_api_key_dict, data, dict(data["secret_fields"]["raw_headers"]))
    async def async_post_call_failure_hook(self, request_data, original_exception, user_api_key_dict, traceback_str=None):
        self.hear("refused", user_api_key_dict.api_key, user_api_key_dict.token, user_api_key_dict, request_data)
    async def async_log_success_event(self, kwargs, response_obj, start_time, end_time):
        self.hear("counted", kwargs)

recorder = Recorder()
`;

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await text(request);
  const usage = request.url === "/api/v1/keys/usage";
  if (usage) reports.push(body);
  const asked = new NextRequest(`http://localhost${request.url}`, {
    method: "POST",
    headers: Object.entries(request.headers).map(([name, value]): [string, string] => [name, String(value)]),
    body,
  });
  const context = { params: Promise.resolve({}) };
  const told =
    usage && usageIsAway
      ? new Response(null, { status: 503 })
      : await (usage ? usageRoute : verifyRoute)(asked, context);
  response.writeHead(told.status, Object.fromEntries(told.headers)).end(await told.text());
}

const listen = (port: number) =>
  new Promise<void>((resolve) => {
    portico = createServer((request, response) => void answer(request, response));
    portico.listen(port, "127.0.0.1", resolve);
  });

beforeAll(async () => {
  const environment = await litellmEnvironment((line) => void process.stderr.write(`${line}\n`));
  folder = await mkdtemp(pathJoin(tmpdir(), "portico-litellm-"));
  db = await createTestDatabase(10);
  Object.assign(process.env, {
    PORTICO_URL: "http://localhost:3000",
    PORTICO_AUTH_SECRET: "x".repeat(32),
    PORTICO_PROVIDERS: JSON.stringify([{ type: "github", clientId: "a", clientSecret: "b" }]),
    PORTICO_PASSPORT_KEYS: JSON.stringify([gateway]),
  });
  organization = await makeOrganization(db.app);
  project = await makeProject(db.app, organization);
  owner = await makeViewer(db.app);
  await join(db.app, owner, organization, "owner");
  await listen(0);

  const config = pathJoin(folder, "config.yaml");
  provider = await startProviderStandIn();
  await writeConfig(
    config,
    (_, name) =>
      ({
        [streamed]: { api_key: "sk-ant-demo-models", api_base: provider.url },
        [failing]: { api_key: "none", api_base: "http://127.0.0.1:9" },
      })[name] ?? { api_key: "none", mock_response: secretAnswer },
  );
  const written = JSON.parse(await readFile(config, "utf8"));
  written.litellm_settings.callbacks.push("recorder.recorder");
  written.router_settings = { num_retries: 0, fallbacks: [{ [failing]: [model] }] };
  await writeFile(config, JSON.stringify(written));
  await writeFile(pathJoin(folder, "recorder.py"), recorder);
  const port = await freePort();
  const { command, args, env } = litellmCommand({
    environment,
    config,
    port,
    portico: {
      PORTICO_URL: `http://127.0.0.1:${(portico.address() as AddressInfo).port}`,
      PORTICO_GATEWAY_SECRET: gateway.gateway,
      PORTICO_REPORT_SECONDS: "0.2",
    },
  });
  litellm = spawn(command, args, {
    env: { PATH: process.env.PATH, HOME: folder, ...env } as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const out of [litellm.stdout, litellm.stderr]) out?.on("data", (part) => (log += part));
  base = `http://127.0.0.1:${port}`;
  for (;;) {
    if (litellm.exitCode !== null) throw new Error(`LiteLLM did not start: ${log}`);
    if ((await fetch(litellmHealth(port)).catch(() => null))?.ok) break;
    await sleep(100);
  }
});
afterAll(async () => {
  litellm?.kill("SIGKILL");
  portico?.closeAllConnections();
  portico?.close();
  await provider?.close();
  await prisma().$disconnect();
  await db?.drop();
  if (folder) await rm(folder, { recursive: true });
});

async function owned(): Promise<TenantScope> {
  const scope = await resolveTenant(callerOfViewer(owner), organization.slug);
  if (!scope) throw new Error("no scope");
  return scope;
}

async function makeKey(change: Partial<CreateKeyInput> = {}): Promise<NewKey> {
  const scope = await owned();
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
  const input = createKeyInput.parse({
    ...{ kind: "project", name: "t", scopes: ["models:call"], expiresAt: tomorrow },
    ...{ project: project.slug, projectRole: "editor", ...change },
  });
  const made = await withTenant(scope, (tx) => createKey(tx, scope, input));
  if (!made.ok) throw new Error(made.reason);
  return made.value;
}

const messages = [{ role: "user", content: secretPrompt }];
const call = (key: string, path: string, body: object) =>
  fetch(`${base}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
const chat = (key: string, change: object = {}) =>
  call(key, "/v1/chat/completions", { model, messages, ...change });

type Told = { error: { type: string; message: string; provider_specific_fields?: { limit: object } } };
const refused = async (response: Promise<Response>) => {
  const told = await response;
  return [told.status, ((await told.json()) as Told).error.type];
};

/** What the key used, when so many requests of it are counted. */
async function usageOf(key: NewKey, requests: number) {
  const scope = { ...(await owned()), projectId: project.id };
  for (let tries = 0; tries < 100; tries++) {
    const { by } = await withTenant(scope, (tx) => readUsage(tx, scope, rangeOf(), ["key"]));
    const row = by.key.find(({ id }) => id === key.id);
    if (row && row.requests >= requests) return row;
    await sleep(100);
  }
  throw new Error(`No usage of ${requests} requests came within 10 s. ${log.slice(-2_000)}`);
}

test("a valid key calls models in each way, and every call is counted once", {
  timeout: 60_000,
}, async () => {
  const key = await makeKey({ models: [model, streamed] });
  const answers = [
    await chat(key.key),
    await chat(key.key, { stream: true }),
    await call(key.key, "/v1/messages", { model, messages, max_tokens: 50 }),
  ];
  for (const told of answers)
    expect([told.status, await told.text()]).toEqual([200, expect.stringContaining(secretAnswer)]);
  const parts = await call(key.key, "/v1/messages", {
    model: streamed,
    messages,
    max_tokens: 50,
    stream: true,
  });
  expect([parts.status, await parts.text()]).toEqual([200, expect.stringContaining("message_stop")]);
  const listed = await fetch(`${base}/v1/models`, { headers: { authorization: `Bearer ${key.key}` } });
  expect(((await listed.json()) as { data: { id: string }[] }).data.map(({ id }) => id)).toEqual([
    model,
    streamed,
  ]);

  const counted = await usageOf(key, 4);
  expect(counted).toMatchObject({ requests: 4, failures: 0 });
  expect(counted.promptTokens).toBeGreaterThan(0);
  expect(counted.completionTokens).toBeGreaterThan(0);
  // A report that comes again changes nothing.
  const url = `http://127.0.0.1:${(portico.address() as AddressInfo).port}/api/v1/keys/usage`;
  const headers = { "x-portico-audience": gateway.aud, "x-portico-gateway": gateway.gateway };
  for (const body of [...reports]) await fetch(url, { method: "POST", headers, body });
  expect(await usageOf(key, 4)).toEqual(counted);

  const told = reports.join();
  expect(told).toContain(key.id);
  for (const secretText of [key.key, secretPrompt, secretAnswer]) {
    expect(told).not.toContain(secretText);
    expect(log).not.toContain(secretText);
  }
});

test("a key that works no more is refused at its next call, with why", async () => {
  const scope = await owned();
  const [revoked, disabled, expired, rotated] = [
    await makeKey(),
    await makeKey(),
    await makeKey(),
    await makeKey(),
  ];
  for (const { key } of [revoked, disabled, expired, rotated]) expect((await chat(key)).status).toBe(200);
  const { value } = await withTenant(scope, async (tx) => {
    await revokeKey(tx, scope, revoked.id);
    await disableKey(tx, scope, disabled.id);
    await tx.key.update({ where: { id: expired.id }, data: { expiresAt: new Date(Date.now() - 1_000) } });
    return (await rotateKey(tx, scope, { id: rotated.id, version: null, overlap: "now" })) as {
      value: { key: string };
    };
  });
  expect(await refused(chat(revoked.key))).toEqual([401, "key_revoked"]);
  expect(await refused(chat(disabled.key))).toEqual([401, "key_disabled"]);
  expect(await refused(chat(expired.key))).toEqual([401, "key_expired"]);
  expect(await refused(chat(rotated.key))).toEqual([401, "key_rotated"]);
  expect(await refused(chat("ptc_prj_nobody"))).toEqual([401, "key_unknown"]);
  expect((await chat(value.key)).status).toBe(200);
});

test("a key calls the models and paths that it is for, and a request talks nobody round", async () => {
  const { key } = await makeKey({ models: [model], routes: ["/v1/chat/completions"] });
  const other = "gpt-5";
  expect(await refused(chat(key, { model: other }))).toEqual([403, "model_not_allowed"]);
  expect(await refused(call(key, "/v1/messages", { model, messages, max_tokens: 9 }))).toEqual([
    403,
    "route_not_allowed",
  ]);
  expect(await refused(call(key, `/v1/chat/completions?model=${other}`, { model, messages }))).toEqual([
    400,
    "field_not_allowed",
  ]);
  for (const change of [
    { fallbacks: [other] },
    { router_settings_override: { fallbacks: [{ [model]: [other] }] } },
    { extra_body: { max_tokens: 9_999 } },
    { max_output_tokens: 1 },
    { "no-log": true },
    { metadata: { tags: ["x"] } },
  ])
    expect(await refused(chat(key, change)), JSON.stringify(change)).toEqual([400, "field_not_allowed"]);
  const background = { model, input: "x", background: true };
  expect(await refused(call(key, "/v1/responses", background))).toEqual([400, "field_not_allowed"]);
  for (const change of [{ max_tokens: "9999" }, { max_tokens: -1 }, { n: 2.5 }])
    expect(await refused(chat(key, change)), JSON.stringify(change)).toEqual([400, "field_form"]);
  expect(await refused(chat(key, { model: `${model},${other}` }))).toEqual([400, "model_form"]);
  // Not the one that the gateway's own configuration names for it either: nobody asked about that one.
  const failed = await makeKey({ models: [failing] });
  expect((await chat(failed.key, { model: failing })).status).toBeGreaterThanOrEqual(500);
  for (const path of [
    "/key/generate",
    "/model/new",
    "/v1/files",
    `/openai/deployments/${other}/chat/completions`,
  ])
    expect(await refused(call(key, path, { model, messages }))).toEqual([403, "route_not_allowed"]);
  // LiteLLM's own refusal, which without `prisma` it answers with 500.
  const forged = { metadata: { user_api_key_auth_metadata: { portico: { key: "another" } } } };
  expect((await chat(key, forged)).status).toBe(401);
});

test("a limit holds for calls side by side, and says its numbers", { timeout: 60_000 }, async () => {
  const limits = {
    requestsPerMinute: null,
    tokensPerMinute: null,
    tokensPerMonth: 5_000,
    costPerMonth: null,
  };
  const key = await makeKey({ limits });
  // Each could use some 2,030 tokens: two fit, and no third.
  const told = await Promise.all(Array.from({ length: 8 }, () => chat(key.key, { max_tokens: 2_000 })));
  expect(told.map(({ status }) => status).sort()).toEqual([200, 200, ...Array(6).fill(429)]);
  const denied = told.find(({ status }) => status === 429) as Response;
  expect(denied.headers.get("retry-after")).toMatch(/^\d+$/);
  expect(denied.headers.get("ratelimit-limit")).toBe("5000");
  const { error } = (await denied.json()) as Told;
  expect(error).toMatchObject({
    type: "key_limit",
    provider_specific_fields: {
      limit: {
        name: "tokensPerMonth",
        limit: 5_000,
        used: expect.any(Number),
        resetsAt: expect.any(String),
      },
    },
  });
  expect(error.message).toContain("5000");
  // What stands in an attachment as text counts as text, however it begins; and a document's bytes as a document's, wherever they stand.
  const words = "1 ".repeat(4_000);
  const encoded = (bytes: number) => randomBytes(bytes).toString("base64");
  const asText = `data:application/pdf;base64,${encoded(6_000)}`;
  const source = { type: "text", media_type: "text/plain", data: words };
  const parts = [
    { type: "document", source },
    { type: "document", source: { ...source, data: `data:${words}` } },
    { type: "document", source: { ...source, data: asText } },
    { type: "document", title: asText, source: { ...source, data: "x" } },
    { type: "image", source: { type: "base64", media_type: "application/pdf", data: encoded(20_000) } },
  ];
  const asked = (content: object[]) => ({ model, max_tokens: 1, messages: [{ role: "user", content }] });
  const fresh = await makeKey({ limits });
  for (const part of parts)
    expect(
      await refused(call(fresh.key, "/v1/messages", asked([part]))),
      JSON.stringify(part).slice(0, 80),
    ).toEqual([429, "key_limit"]);
  const url = (media: string) => ({ url: `data:${media};base64,${encoded(20_000)}` });
  const image = (media: string) => chat(fresh.key, asked([{ type: "image_url", image_url: url(media) }]));
  expect(await refused(image("application/pdf"))).toEqual([429, "key_limit"]);
  expect((await image("image/png")).status).toBe(200);
  // What they did not use is free again once they are reported.
  await usageOf(key, 2);
  expect((await chat(key.key)).status).toBe(200);
});

test("no callback hears the text of a key, whatever becomes of its call", async () => {
  const requestsPerMinute = 1;
  const { key } = await makeKey({
    limits: { requestsPerMinute, tokensPerMinute: null, tokensPerMonth: null, costPerMonth: null },
  });
  const headers = { "x-api-key": key, "content-type": "application/json" };
  const body = JSON.stringify({ model, messages, max_tokens: 9 });
  const ask = () => fetch(`${base}/v1/messages`, { method: "POST", headers, body });
  expect([(await ask()).status, (await ask()).status, (await chat(key)).status]).toEqual([200, 429, 429]);
  expect(await refused(call(key, "/v1/files", {}))).toEqual([403, "route_not_allowed"]);
  const heard = await readFile(pathJoin(folder, "heard"), "utf8");
  // Not the text in a failure's message, which would be long.
  const said = ["refused 'hashed-key-", "called ", "counted "].map((what) => heard.includes(`\n${what}`));
  expect([...said, heard.includes("ptc_")]).toEqual([true, true, true, false]);
});

test("without Portico nobody is let in, and what was used is told when it is back", {
  timeout: 60_000,
}, async () => {
  const key = await makeKey();
  usageIsAway = true;
  const before = reports.length;
  expect((await chat(key.key)).status).toBe(200);
  while (reports.length === before) await sleep(50);
  const { port } = portico.address() as AddressInfo;
  portico.closeAllConnections();
  await new Promise((resolve) => portico.close(resolve));
  const away = await chat(key.key);
  expect([away.status, away.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(await refused(Promise.resolve(away))).toEqual([503, "keys_unavailable"]);
  usageIsAway = false;
  await listen(port);
  expect((await chat(key.key)).status).toBe(200);
  expect(await usageOf(key, 2)).toMatchObject({ requests: 2, failures: 0 });

  // What it holds when it is told to end is reported first.
  expect((await chat(key.key)).status).toBe(200);
  const ended = once(litellm, "exit");
  litellm.kill("SIGTERM");
  expect(await ended).toEqual([0, null]);
  expect(await usageOf(key, 3)).toMatchObject({ requests: 3, failures: 0 });
});
