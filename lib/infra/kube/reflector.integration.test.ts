import "#test/provided.ts";
import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { KubeConfig } from "@kubernetes/client-node";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from "vitest";
import { KubeClient } from "./client.ts";
import { fromFile } from "./config.ts";
import { type KubeObject, kindOf, namespaces, secrets } from "./objects.ts";
import { Reflector, type ReflectorOptions } from "./reflector.ts";
import { type FakeApi, json, startFakeApi } from "./testing/fake-api.ts";
import { startTcpProxy, type TcpProxy } from "./testing/tcp-proxy.ts";

const configMaps = kindOf<KubeObject & { data?: Record<string, string> }>("v1", "ConfigMap", "configmaps");

async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error("Waited 20 s in vain.");
    await sleep(10);
  }
}

const item = (name: string, resourceVersion: string) => ({
  apiVersion: "v1",
  kind: "ConfigMap",
  metadata: { name, namespace: "n", resourceVersion, uid: name },
});

describe("against an API server with bad days", () => {
  let api: FakeApi;
  let client: KubeClient;
  let stop: AbortController;
  /** Open watches, to speak through. */
  let watches: ServerResponse[];
  let listed: { resourceVersion: string; items: object[] };
  let refuseWatch: ((response: ServerResponse) => boolean) | undefined;

  beforeEach(async () => {
    api = await startFakeApi();
    client = new KubeClient(api.config, { tries: 1 });
    stop = new AbortController();
    watches = [];
    listed = { resourceVersion: "10", items: [item("a", "5"), item("b", "6")] };
    refuseWatch = undefined;
    api.answer((_, response, url) => {
      if (url.searchParams.get("watch") !== "true") {
        json(response, 200, { metadata: { resourceVersion: listed.resourceVersion }, items: listed.items });
      } else if (!refuseWatch?.(response)) {
        response.writeHead(200, { "content-type": "application/json" });
        response.flushHeaders();
        watches.push(response);
      }
    });
  });
  afterEach(async () => {
    stop.abort();
    client.close();
    await api.close();
  });

  const start = async (options: Partial<ReflectorOptions<KubeObject>> = {}) => {
    const reflector = new Reflector<KubeObject>({
      client,
      resource: configMaps,
      maxBackoffMs: 20,
      ...options,
    });
    void reflector.start(stop.signal);
    await reflector.synced;
    await until(() => watches.length === 1);
    return reflector;
  };
  const say = (type: string, object: object) =>
    watches.at(-1)!.write(`${JSON.stringify({ type, object })}\n`);
  const watchRequests = () => api.requests.filter((request) => request.includes("watch=true"));
  const names = (reflector: Reflector) => [...reflector.store.keys()].sort();

  test("a watch that ends is taken up where it stopped, bookmarks included", async () => {
    const reflector = await start();
    say("ADDED", item("c", "12"));
    say("BOOKMARK", { metadata: { resourceVersion: "40" } });
    await until(() => reflector.counters.bookmarks === 1);
    watches[0]!.end();
    await until(() => watches.length === 2);
    expect(watchRequests()[1]).toContain("resourceVersion=40");
    expect(reflector.counters).toMatchObject({ lists: 1, watches: 2, restarts: 1 });
    expect(names(reflector)).toEqual(["n/a", "n/b", "n/c"]);
  });

  test.each([
    ["an answer", (response: ServerResponse) => json(response, 410, { reason: "Expired", code: 410 })],
    [
      "an event",
      (response: ServerResponse) => {
        response.writeHead(200);
        response.end(`${JSON.stringify({ type: "ERROR", object: { code: 410, reason: "Expired" } })}\n`);
      },
    ],
  ])(
    "a version that is too old (410 as %s) makes it list again, and what went meanwhile is told",
    async (_, expire) => {
      const reflector = await start();
      const gone: string[] = [];
      reflector.on({ changed: (after, before) => void (!after && gone.push(before!.metadata.name)) });
      listed = { resourceVersion: "90", items: [item("b", "6"), item("d", "80")] };
      let expired = false;
      refuseWatch = (response) => {
        if (expired) return false;
        expired = true;
        expire(response);
        return true;
      };
      watches[0]!.end();
      await until(() => watches.length === 2);
      expect(reflector.counters).toMatchObject({ lists: 2, gone: 1 });
      expect(names(reflector)).toEqual(["n/b", "n/d"]);
      expect(gone).toEqual(["a"]);
      expect(watchRequests().at(-1)).toContain("resourceVersion=90");
    },
  );

  test("a watch that falls silent is given up and begun again", async () => {
    const reflector = await start({ stallMs: 60 });
    await until(() => watches.length >= 2);
    expect(reflector.counters.stalls).toBeGreaterThanOrEqual(1);
    expect(reflector.counters.lists).toBe(1);
    say("ADDED", item("c", "12"));
    await until(() => reflector.store.get("n/c") !== undefined);
  });

  test("a broken connection and a server that is not there are survived", async () => {
    const reflector = await start();
    let refusals = 0;
    refuseWatch = (response) => {
      if (refusals >= 3) return false;
      refusals += 1;
      response.destroy();
      return true;
    };
    watches[0]!.destroy();
    await until(() => watches.length === 2);
    say("MODIFIED", item("a", "20"));
    await until(() => reflector.store.get("n/a")?.metadata.resourceVersion === "20");
    expect(reflector.counters.lists).toBe(1);
  });

  test("watches that end as soon as they are open are asked for with growing pauses, and one that works ends that", async () => {
    const pauses: { failures: number; waitMs: number }[] = [];
    const log = {
      warn: (fields: object) => void pauses.push(fields as { failures: number; waitMs: number }),
    };
    const reflector = await start({ maxBackoffMs: 1000, log });
    let closed = 0;
    refuseWatch = (response) => {
      if (closed === 3) return false;
      closed += 1;
      response.writeHead(200, { "content-type": "application/json" }).end();
      return true;
    };
    say("ADDED", item("c", "12"));
    watches[0]!.end();
    await until(() => watches.length === 2);
    expect(pauses.map(({ failures }) => failures)).toEqual([1, 2, 3]);
    for (const [i, longest] of [400, 800, 1000].entries()) {
      expect(pauses[i]?.waitMs).toBeGreaterThanOrEqual(longest / 2);
      expect(pauses[i]?.waitMs).toBeLessThanOrEqual(longest);
    }
    // The server has opened it a moment before the reflector knows.
    await until(() => reflector.counters.watches === 5);
    expect(reflector.counters.lists).toBe(1);
    say("ADDED", item("d", "13"));
    await until(() => reflector.store.get("n/d") !== undefined);
    watches[1]!.end();
    await until(() => watches.length === 3);
    expect(pauses).toHaveLength(3);
  });

  test("a server to which every version is too old is listed with growing pauses after the first time", async () => {
    const pauses: number[] = [];
    const reflector = await start({
      log: { warn: (fields) => void pauses.push((fields as { failures: number }).failures) },
    });
    let refused = 0;
    refuseWatch = (response) => {
      if (refused === 3) return false;
      refused += 1;
      json(response, 410, { reason: "Expired", code: 410 });
      return true;
    };
    say("ADDED", item("c", "12"));
    watches[0]!.end();
    await until(() => watches.length === 2);
    expect(reflector.counters).toMatchObject({ lists: 4, gone: 3 });
    expect(pauses).toEqual([2, 3]);
  });

  test("a handler that throws harms nobody else", async () => {
    const reflector = await start();
    const heard: string[] = [];
    reflector.on({
      changed: () => {
        throw new Error("no");
      },
    });
    reflector.on({ changed: (after) => void heard.push(after!.metadata.name) });
    say("ADDED", item("c", "12"));
    say("ADDED", item("d", "13"));
    await until(() => heard.length === 2);
    expect(reflector.counters).toMatchObject({ handlerErrors: 2, restarts: 0 });
  });

  test("an object that does not fit the contract is left out, and the rest goes on", async () => {
    const reflector = await start({
      read: (raw) => {
        if ((raw as KubeObject).metadata.name === "odd") throw new Error("does not fit");
        return raw as KubeObject;
      },
    });
    say("ADDED", item("odd", "12"));
    say("ADDED", item("c", "13"));
    await until(() => reflector.store.get("n/c") !== undefined);
    expect(reflector.counters.unreadable).toBe(1);
    expect(reflector.store.get("n/odd")).toBeUndefined();
  });

  test("its own writes are known at once, and their echo and older news are no events", async () => {
    const reflector = await start();
    const heard: (string | undefined)[] = [];
    reflector.on({
      changed: (after, before) => void heard.push((after ?? before)?.metadata.resourceVersion),
    });
    reflector.wrote(item("a", "30"));
    expect(reflector.store.get("n/a")?.metadata.resourceVersion).toBe("30");
    say("MODIFIED", item("a", "20"));
    say("DELETED", item("a", "25"));
    say("MODIFIED", item("a", "30"));
    say("MODIFIED", item("a", "31"));
    await until(() => reflector.counters.events === 4);
    expect(heard).toEqual(["31"]);
  });
});

describe("against a real API server", () => {
  const admin = new KubeClient(fromFile(inject("kubeconfig")));
  const namespace = `reflector-${Math.random().toString(36).slice(2, 8)}`;
  const marked = { "portico.test/run": namespace };
  const labelSelector = `portico.test/run=${namespace}`;
  let proxy: TcpProxy;
  let client: KubeClient;
  let stop: AbortController;

  beforeAll(async () => {
    await admin.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
    proxy = await startTcpProxy(admin.transport.server);
    const config = new KubeConfig();
    const text = fromFile(inject("kubeconfig")).exportConfig();
    config.loadFromString(text.replace(admin.transport.server.host, `127.0.0.1:${proxy.port}`));
    client = new KubeClient(config, { timeoutMs: 1000 });
  });
  beforeEach(() => {
    stop = new AbortController();
  });
  afterEach(() => stop.abort());
  afterAll(async () => {
    await admin.delete(namespaces, { name: namespace });
    client.close();
    admin.close();
    await proxy.close();
  });

  const make = (name: string, data?: Record<string, string>) =>
    admin.create(configMaps, {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name, namespace, labels: marked },
      ...{ data },
    });

  test("it lists in pages, follows, and comes back from a cut and from silence", async () => {
    await Promise.all(Array.from({ length: 7 }, (_, i) => make(`before-${i}`)));
    const reflector = new Reflector<KubeObject>({
      client,
      resource: configMaps,
      labelSelector,
      pageSize: 3,
      stallMs: 1500,
      maxBackoffMs: 100,
    });
    void reflector.start(stop.signal);
    await reflector.synced;
    expect(reflector.store.size).toBe(7);
    expect(reflector.counters.pages).toBe(3);

    await make("after");
    await until(() => reflector.store.get(`${namespace}/after`) !== undefined);

    proxy.cut();
    await make("while-cut");
    await sleep(50);
    proxy.restore();
    await until(() => reflector.store.get(`${namespace}/while-cut`) !== undefined);

    proxy.freeze();
    await make("while-frozen");
    await sleep(50);
    proxy.restore();
    await until(() => reflector.store.get(`${namespace}/while-frozen`) !== undefined);
    expect(reflector.counters.stalls).toBeGreaterThanOrEqual(1);
    expect(reflector.counters.lists).toBe(1);

    await admin.delete(configMaps, { namespace, name: "after" });
    await until(() => reflector.store.get(`${namespace}/after`) === undefined);
  });

  test("metadata alone never brings a Secret's content into the process", async () => {
    const data = { key: Buffer.from("canary").toString("base64") };
    const metadata = { name: "canary", namespace, labels: marked };
    await admin.create(secrets, { apiVersion: "v1", kind: "Secret", metadata, ...{ data } });
    const reflector = new Reflector<KubeObject>({
      client,
      resource: secrets,
      labelSelector,
      metadataOnly: true,
    });
    void reflector.start(stop.signal);
    await reflector.synced;
    await admin.patch(secrets, { name: "canary", namespace }, { metadata: { annotations: { seen: "yes" } } });
    await until(() => reflector.store.get(`${namespace}/canary`)?.metadata.annotations?.seen === "yes");
    expect(JSON.stringify([...reflector.store.values()])).not.toContain(data.key);
  });
});
