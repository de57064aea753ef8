import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { KubeClient } from "./client.ts";
import { KubeError } from "./errors.ts";
import { type KubeObject, kindOf } from "./objects.ts";
import { type FakeApi, json, startFakeApi } from "./testing/fake-api.ts";

const configMaps = kindOf("v1", "ConfigMap", "configmaps");
const object: KubeObject = { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a", namespace: "n" } };

let api: FakeApi;
let client: KubeClient;
beforeEach(async () => {
  api = await startFakeApi();
  client = new KubeClient(api.config, { timeoutMs: 300, tries: 3 });
});
afterEach(async () => {
  client.close();
  await api.close();
});

/** Answers the first calls with these codes, then well. */
function failFirst(...codes: number[]) {
  api.answer((_, response) => {
    const code = codes.shift();
    if (code === undefined) json(response, 200, object);
    else if (code === 0) response.destroy();
    else if (code === -1)
      return; // never
    else json(response, code, { reason: "Because", message: `said ${code}` }, { "retry-after": "0" });
  });
}

describe("a call that can be repeated", () => {
  test.each([429, 500, 503, 0, -1])("is, after %i", async (code) => {
    failFirst(code);
    expect(await client.get(configMaps, { name: "a", namespace: "n" })).toMatchObject(object);
    expect(api.requests).toHaveLength(2);
    expect(client.counters).toMatchObject({ total: 2, retries: 1, errors: 1 });
  });

  test("is not, after a refusal, whose words reach the caller", async () => {
    failFirst(403);
    const call = client.apply(configMaps, object, { fieldManager: "test" });
    await expect(call).rejects.toMatchObject({
      name: "KubeError",
      code: 403,
      reason: "Because",
      message: "said 403",
    });
    expect(api.requests).toHaveLength(1);
  });

  test("ends with the last error when it never goes well", async () => {
    failFirst(503, 503, 503);
    await expect(client.list(configMaps)).rejects.toMatchObject({ code: 503 });
    expect(api.requests).toHaveLength(3);
  });

  test("stops when its caller does", async () => {
    api.answer((_, response) => json(response, 429, {}, { "retry-after": "30" }));
    const stop = new AbortController();
    const call = client.get(configMaps, { name: "a" }, { signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    await expect(call).rejects.toMatchObject({ code: 429 });
    expect(api.requests).toHaveLength(1);
  });
});

describe("a creation", () => {
  test.each([500, 0, -1])(
    "is never sent twice after %i, which may have come after the deed",
    async (code) => {
      failFirst(code);
      await expect(client.create(configMaps, object)).rejects.toBeInstanceOf(KubeError);
      expect(api.requests).toHaveLength(1);
    },
  );

  test("is sent again when the server was too busy to look at it", async () => {
    failFirst(429);
    expect(await client.create(configMaps, object)).toMatchObject(object);
    expect(api.requests).toHaveLength(2);
  });
});

test("no answer at all is an error that says so", async () => {
  failFirst(-1);
  await expect(client.create(configMaps, object)).rejects.toMatchObject({
    code: 0,
    transient: true,
    message: "The API server did not answer: no answer within 300 ms.",
  });
});

test("a list is read in pages and its items know their kind", async () => {
  api.answer((_, response, url) => {
    const next = url.searchParams.get("continue");
    const items = [{ metadata: { name: next ?? "first" } }];
    json(response, 200, { metadata: { resourceVersion: "7", continue: next ? "" : "second" }, items });
  });
  const list = await client.list(configMaps, { labelSelector: "a=b", limit: 1 });
  expect(list).toEqual({
    resourceVersion: "7",
    pages: 2,
    items: [
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "first" } },
      { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "second" } },
    ],
  });
  expect(api.requests).toEqual([
    "GET /api/v1/configmaps?limit=1&labelSelector=a%3Db",
    "GET /api/v1/configmaps?limit=1&continue=second&labelSelector=a%3Db",
  ]);
});

test("apply is forced and strict, and one connection serves many calls", async () => {
  const sockets = new Set();
  api.answer((request, response) => {
    sockets.add(request.socket);
    json(response, 200, object);
  });
  for (let i = 0; i < 5; i += 1) await client.apply(configMaps, object, { fieldManager: "test" });
  expect(api.requests[0]).toBe(
    "PATCH /api/v1/namespaces/n/configmaps/a?fieldManager=test&force=true&fieldValidation=Strict",
  );
  expect(sockets.size).toBe(1);
});

test("what is gone already counts as deleted", async () => {
  api.answer((_, response) => json(response, 404, { reason: "NotFound" }));
  expect(await client.delete(configMaps, { name: "a", namespace: "n" })).toBe(false);
  expect(await client.get(configMaps, { name: "a", namespace: "n" })).toBeUndefined();
});
