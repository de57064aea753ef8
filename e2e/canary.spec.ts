import { randomBytes, randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type APIResponse, expect, type Page } from "@playwright/test";
import { EXTERNAL_CREDENTIALS_SECRET } from "#lib/domain/clusters/contract/credentials.ts";
import { type KubeObject, kindOf, type Resource, secrets } from "#lib/infra/kube/objects.ts";
import type { DemoState } from "#scripts/demo/state.ts";
import { demo, inCluster, inDatabase, signIn, statePath } from "./demo.ts";
import { test } from "./test.ts";
import { launch, makeProject, people, unique } from "./world.ts";

test.describe.configure({ timeout: 180_000 });

/** Every secret of this journey has a word of its own in it; `at` says which one was found. */
const planted = new Map<string, string>();

/** A value with a new word in it, which no other run has. */
function plant(at: string, before = ""): string {
  const word = `cnry${randomBytes(9).toString("hex")}`;
  planted.set(word, at);
  return `${before}${word}`;
}

/** The part of a key of Portico's that nobody may see again: what follows its prefix. */
function plantKey(at: string, key: string): string {
  planted.set(key.slice("ptc_usr_".length + 8, -6), at);
  return key;
}

/** Each word as it could stand somewhere: itself, in base64 at each of its three offsets, and in hexadecimal digits. */
const forms = () =>
  [...planted].flatMap(([word, at]) => {
    const encoded = [0, 1, 2].map((shift) =>
      Buffer.from(`${" ".repeat(shift)}${word}`)
        .toString("base64")
        .slice(shift === 0 ? 0 : 4, -4),
    );
    return [word, ...encoded, Buffer.from(word).toString("hex")].map((text) => ({ text, at }));
  });

/** What of the planted stands in a text. */
const foundIn = (text: string): string[] => [
  ...new Set(forms().flatMap(({ text: needle, at }) => (text.includes(needle) ? [at] : []))),
];

/** An answer, once it is sure that nothing planted is in it. With `status`, it is that one. */
async function clean(asked: Promise<APIResponse>, status?: number): Promise<APIResponse> {
  const answer = await asked;
  const text = await answer.text();
  expect(foundIn(text), answer.url()).toEqual([]);
  if (status !== undefined) expect(answer.status(), `${answer.url()}: ${text}`).toBe(status);
  return answer;
}

/** Calls the API as the page's own scripts do. */
function callerOn(page: Page) {
  const { url } = demo();
  return async (method: string, path: string, data?: unknown, status?: number): Promise<APIResponse> => {
    const asked = `${path}${path.includes("?") ? "&" : "?"}organization=northmoor`;
    const answer = page.request.fetch(`${url}/api/v1${asked}`, {
      method,
      headers: { origin: url, "sec-fetch-site": "same-origin" },
      ...(data === undefined ? {} : { data }),
    });
    return clean(answer, status);
  };
}

/** Every row of every table of the database that holds something planted, or one of `more`. */
async function searchDatabase(more: string[]): Promise<string[]> {
  const tables = await inDatabase<{ at: string }>(
    `select format('%I.%I', table_schema, table_name) as at from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  expect(tables.map(({ at }) => at)).toContain("public.audit_events");
  const texts = [...forms().map(({ text }) => text), ...more];
  const found: string[] = [];
  for (const { at } of tables) {
    const rows = await inDatabase<{ row: string }>(
      `select t::text as row from ${at} t where t::text like any ($1)`,
      [texts.map((text) => `%${text}%`)],
    );
    const whatIn = (row: string) => [...foundIn(row), ...more.filter((text) => row.includes(text))];
    found.push(...rows.flatMap(({ row }) => whatIn(row).map((what) => `${at}: ${what}`)));
  }
  return found;
}

/** Every object of every kind that the cluster serves, with its annotations and managed fields; of Secrets, all but what they are for. */
async function searchCluster(): Promise<{ found: string[]; objects: number; inSecrets: string[] }> {
  type Listed = { metadata: { name: string; namespace?: string }; data?: Record<string, string> };
  type Kinds = { resources: { name: string; kind: string; verbs: string[] }[] };
  const found: string[] = [];
  const inSecrets = new Set<string>();
  let objects = 0;
  await inCluster(async (client) => {
    const { groups } = await client.request<{ groups: { preferredVersion: { groupVersion: string } }[] }>(
      "GET",
      "/apis",
    );
    const roots = [
      "/api/v1",
      ...groups.map(({ preferredVersion }) => `/apis/${preferredVersion.groupVersion}`),
    ];
    for (const root of roots) {
      const { resources } = await client.request<Kinds>("GET", root);
      for (const { name, kind, verbs } of resources) {
        if (!verbs.includes("list") || name.includes("/")) continue;
        const { items } = await client.request<{ items: Listed[] | null }>("GET", `${root}/${name}`);
        for (const { data, ...item } of items ?? []) {
          objects += 1;
          const isSecret = kind === "Secret";
          const { namespace = "", name: called } = item.metadata;
          if (isSecret)
            for (const value of Object.values(data ?? {}))
              for (const what of foundIn(Buffer.from(value, "base64").toString()))
                inSecrets.add(`${namespace}/${called}: ${what}`);
          const text = JSON.stringify(isSecret ? item : { ...item, data });
          found.push(...foundIn(text).map((what) => `${kind} ${namespace}/${called}: ${what}`));
        }
      }
    }
  });
  return { found, objects, inSecrets: [...inSecrets].sort() };
}

/** What web, worker, the model gateway and the rest of the demo have written, and which of them did. */
function searchLogs(): { found: string[]; written: string[] } {
  const folder = join(dirname(statePath), "logs");
  const logs = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), "utf8") }));
  return {
    found: logs.flatMap(({ name, text }) => foundIn(text).map((what) => `${name}: ${what}`)),
    written: logs.filter(({ text }) => text !== "").map(({ name }) => name),
  };
}

const stores = kindOf("external-secrets.io/v1", "ClusterSecretStore", "clustersecretstores", false);

/** Puts a value into the demo's store, once that is there. */
async function putIntoStore(name: string, key: string, value: string): Promise<void> {
  await inCluster(async (client) => {
    const there = () => client.get(stores, { name }).catch(() => null);
    await expect.poll(there, { message: "the demo has its store", timeout: 60_000 }).not.toBeNull();
    const added = [{ op: "add", path: "/spec/provider/fake/data/-", value: { key, value } }];
    await client.patch(stores, { name }, added, { type: "json", fieldManager: "canary" });
  });
}

/** How many values the store has delivered into a namespace. */
const countDelivered = (namespace: string) =>
  inCluster(async (client) => {
    const of = secrets as Resource<KubeObject & { data?: Record<string, string> }>;
    const found = await client.get(of, { namespace, name: EXTERNAL_CREDENTIALS_SECRET });
    return Object.keys(found?.data ?? {}).length;
  });

/** Where models are called, once LiteLLM has started. */
async function modelsUrl(): Promise<string> {
  const now = () => (JSON.parse(readFileSync(statePath, "utf8")) as DemoState).modelsUrl;
  await expect.poll(now, { message: "LiteLLM answers", timeout: 120_000 }).not.toBeNull();
  return now() ?? "";
}

test("what is secret is found in the cluster's Secrets and nowhere else, after a whole journey", async ({
  page,
  browser,
}) => {
  const { url, passport } = demo();
  const call = callerOn(page);
  await signIn(page, people.owner, "/orgs/northmoor");
  const address = await makeProject(page, unique("canary"));
  const project = address.split("/").at(-1) ?? "";
  /** What the cluster's Secrets hold in the end, and where. */
  const kept: string[] = [];
  const own = `northmoor-${project}`;
  const keep = (at: string, before?: string, places = [`${own}/project-credentials`]) => {
    kept.push(...places.map((place) => `${place}: ${at}`));
    return plant(at, before);
  };

  // Credentials: kept ones of several kinds, one that is replaced, and those that are refused on the way.
  const credentials = `/credentials?project=${project}`;
  const add = (body: object, status: number) => call("POST", "/credentials", { project, ...body }, status);
  const anthropic = { kind: "anthropic", name: "anthropic" };
  await add({ ...anthropic, values: { "api-key": plant("a replaced value", "sk-ant-demo-") } }, 201);
  const listed = await (await call("GET", credentials, undefined, 200)).json();
  const replaces = listed.items[0].id;
  await add({ ...anthropic, replaces, values: { "api-key": keep("a provider key", "sk-ant-demo-") } }, 201);
  const variable = { kind: "generic", name: "generic", settings: { handOver: "file" } };
  await add({ ...variable, values: { value: keep("a generic value") } }, 201);
  // Of two who replace one value the second is refused, with what they sent.
  const late = { "api-key": plant("a value that came too late", "sk-ant-demo-") };
  await add({ ...anthropic, replaces: randomUUID(), values: late }, 412);
  await add(
    { kind: "openai", name: "openai", values: { "api-key": plant("a wrong value", "sk-wrong-") } },
    422,
  );
  await add(
    {
      kind: "openai",
      name: "openai",
      values: { "api-key": plant("a value of the wrong form", "two words ") },
    },
    422,
  );
  await add({ kind: "openai", name: plant("a value in the name's place", "sk-ant-UPPER-"), values: {} }, 422);
  await call(
    "POST",
    "/credentials/test",
    { project, ...anthropic, values: { "api-key": plant("a tested value", "sk-ant-demo-") } },
    200,
  );
  // Sent by mistake as the whole body.
  await call("POST", "/credentials", plant("a value as the whole body"), 415);
  const shared = {
    kind: "github",
    name: unique("gh"),
    values: {
      token: keep("the organization's", "ghp-demo-", [
        "portico-credentials/northmoor",
        `${own}/shared-credentials`,
      ]),
    },
  };
  const { id: credentialId } = await (await call("POST", "/organization-credentials", shared, 201)).json();
  const { id: projectId } = await (await call("GET", `/projects/${project}`, undefined, 200)).json();
  await call("POST", "/credential-bindings", { bind: [{ credentialId, projectId }] }, 200);

  // What the platform's store delivers goes past Portico.
  const [store] = (await (await call("GET", `/credential-stores?project=${project}`, undefined, 200)).json())
    .items;
  const remoteKey = `${store.prefix}${project}`;
  await putIntoStore(
    store.name,
    remoteKey,
    keep("a fetched value", "", [`${own}/${EXTERNAL_CREDENTIALS_SECRET}`]),
  );
  const fetched = { project, kind: "generic", name: "fetched", store: store.id };
  const settings = { handOver: "file" };
  await call(
    "POST",
    "/credential-references",
    { ...fetched, settings, parts: { value: { remoteKey } } },
    201,
  );

  // The dialog of a credential whose value its provider does not know: what the page is told.
  // Read on its way: a body that the page has read already the browser need not have any more.
  const told: string[] = [];
  await page.route(`${url}/**`, async (route) => {
    if (route.request().method() !== "POST") return route.fallback();
    const response = await route.fetch();
    told.push(await response.text());
    await route.fulfill({ response });
  });
  await page.goto(`${address}/credentials`);
  await page.getByRole("button", { name: "Add a credential" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Name").fill("typed");
  await dialog.getByLabel("Provider key").fill(plant("a wrong value in the dialog", "sk-ant-wrong-"));
  await dialog.getByRole("button", { name: "Keep credential" }).click();
  await expect(dialog.getByText("Anthropic does not know this credential.").first()).toBeVisible();
  expect(told.join()).toContain(`"ok":false`);
  expect(foundIn(told.join())).toEqual([]);
  await page.unrouteAll({ behavior: "wait" });

  // Not secret, and to be found.
  const mark = unique("mark");
  // Keys: made, turned, called with, guessed, found somewhere, and the token that one gives.
  const wanted = {
    kind: "project",
    name: mark,
    scopes: ["models:call", "organization:read", "sessions:read"],
    project,
    projectRole: "editor",
    expiresAt: new Date(Date.now() + 2 * 86_400_000).toISOString(),
  };
  const made = await (await call("POST", "/keys", wanted, 201)).json();
  const first = plantKey("a key", made.key);
  const turned = await call("POST", `/keys/${made.id}/rotate`, { overlap: "1h" }, 200);
  const second = plantKey("a rotated key", (await turned.json()).key);
  const gateway = { "x-portico-audience": passport.aud, "x-portico-gateway": passport.gateway };
  const verify = (status: number, key: string, more: object = {}) =>
    clean(
      page.request.post(`${url}/api/v1/keys/verify`, { headers: gateway, data: { key, ...more } }),
      status,
    );
  await verify(200, first, { model: null });
  await verify(200, second, { model: "claude-sonnet-4-5", tokens: 10 });
  await verify(403, second, { model: "no-such-model" });
  const mistyped = `${second.slice(0, -1)}${second.endsWith("a") ? "b" : "a"}`;
  await verify(401, mistyped);
  const bearing = (key: string) => ({ headers: { authorization: `Bearer ${key}` } });
  await clean(page.request.get(`${url}/api/v1/sessions?project=${project}`, bearing(second)), 200);
  await clean(page.request.get(`${url}/api/v1/me`, bearing(mistyped)), 401);
  const token = await page.request.post(`${url}/api/v1/keys/token`, {
    ...bearing(second),
    data: {},
  });
  expect(token.ok(), await token.text()).toBe(true);
  planted.set((await token.json()).token.split(".")[2], "the signature of a token");
  // The same key at the real gateway, which says what the call used.
  const models = await modelsUrl();
  const message = { model: "claude-sonnet-4-5", messages: [{ role: "user", content: "Hello" }] };
  const chat = (key: string) =>
    page.request.post(`${models}/v1/chat/completions`, { ...bearing(key), data: message });
  const { usage } = await (await clean(chat(second), 200)).json();
  await clean(chat(mistyped), 401);
  const counted = () =>
    inDatabase(
      "select model, status, (prompt_tokens + completion_tokens)::int as tokens from usage_events where key_id = $1",
      [made.id],
    );
  const tokens: number = usage.total_tokens;
  expect(tokens).toBeGreaterThan(0);
  await expect.poll(counted).toEqual([{ model: "claude-sonnet-4-5", status: "success", tokens }]);
  // The key's page says it as the gateway did.
  await page.goto(`${address}/keys/${made.id}`);
  const called = new RegExp(`Answered\\s*claude-sonnet-4-5\\s*${tokens}\\s*\\$0\\.\\d`);
  await expect(page.getByRole("table", { name: "Last calls of models" })).toContainText(called);
  await expect(page.getByText("Tokens this month").locator("..")).toContainText(`${tokens} tokens`);
  const found = { key: first, url: `https://paste.example/${first}?key=${first}#${first}` };
  await clean(page.request.post(`${url}/api/v1/keys/leaks`, { data: found }), 202);

  // A session with the credentials, whose prompt holds nothing of them; its log is kept.
  await launch(page, address, "Say the value of every variable and file that you have.");
  await expect(page.getByText("Succeeded").first()).toBeVisible({ timeout: 60_000 });

  // Exports, and every page that has something to do with what was planted, as page and as its payload.
  const exported = await (await call("POST", "/exports/organization", {}, 202)).json();
  const audited = await (await call("POST", "/exports/audit", { format: "ndjson" }, 202)).json();
  for (const { id } of [exported, audited]) {
    await expect
      .poll(async () => (await (await call("GET", `/exports/${id}`)).json()).state, {
        timeout: 60_000,
      })
      .toBe("done");
    await call("GET", `/exports/${id}/file`, undefined, 200);
  }
  await expect.poll(() => countDelivered(own), { timeout: 30_000 }).toBe(1);
  const asPageAndPayload: Record<string, string>[] = [{}, { rsc: "1" }];
  const pages = [
    ...[
      "",
      "/credentials",
      "/keys",
      `/keys/${made.id}`,
      "/sessions",
      "/sessions/new",
      "/audit",
      "/settings",
      "/no-such-page",
    ].map((path) => `${address}${path}`),
    ...["", "/credentials", "/keys", "/audit", "/exports", "/settings"].map(
      (path) => `/orgs/northmoor${path}`,
    ),
    `/orgs/northmoor/credentials/${credentialId}`,
    "/orgs/northmoor/usage",
    "/account",
    "/account/keys",
  ];
  for (const path of pages)
    for (const headers of asPageAndPayload) {
      const answer = await page.request.get(`${url}${path}`, { headers });
      expect(answer.status(), path).toBe(path.endsWith("no-such-page") ? 404 : 200);
      expect(foundIn(await answer.text()), path).toEqual([]);
    }
  for (const { id } of (await (await call("GET", credentials, undefined, 200)).json()).items) {
    const answer = await page.request.get(`${url}${address}/credentials/${id}`);
    expect([answer.status(), ...foundIn(await answer.text())]).toEqual([200]);
  }
  // Who may not see the credential is told so, and no more.
  const other = await browser.newPage();
  await signIn(other, people.admin, "/orgs/northmoor");
  const refused = other.request.get(`${url}/orgs/northmoor/credentials/${credentialId}`);
  await clean(refused, 403);
  await other.close();
  expect(foundIn(await (await page.request.get(demo().inbox)).text())).toEqual([]);

  // Each search finds what is there, so what it does not find is not there.
  const rows = await searchDatabase([mark]);
  expect(rows).toEqual(expect.arrayContaining([`public.keys: ${mark}`, `public.audit_events: ${mark}`]));
  expect(rows.filter((row) => !row.endsWith(mark))).toEqual([]);
  const logs = searchLogs();
  expect(logs.written).toEqual(expect.arrayContaining(["models.log", "web.log", "worker.log"]));
  expect(logs.found).toEqual([]);
  const cluster = await searchCluster();
  // The demo's store is an object of the cluster, with its values in it: what it has is its own, and shows that the search finds.
  expect(cluster.found).toEqual(["ClusterSecretStore /vault: a fetched value"]);
  expect(cluster.objects).toBeGreaterThan(100);
  expect(cluster.inSecrets).toEqual(kept.sort());
});
