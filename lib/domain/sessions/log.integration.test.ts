import { PassThrough } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { prisma } from "#lib/infra/db/client.ts";
import { newId, toBase32 } from "#lib/infra/db/id.ts";
import { ChangeFeed } from "#lib/infra/db/listen.ts";
import { withPlatform } from "#lib/infra/db/transaction.ts";
import { eventStream, type Send } from "#lib/infra/http/event-stream.ts";
import type { KubeClient } from "#lib/infra/kube/client.ts";
import { KubeError } from "#lib/infra/kube/errors.ts";
import { createTestDatabase, type TestDatabase } from "#test/database.ts";
import { makeOrganization, makeProject } from "#test/world.ts";
import { getSession } from "./data.ts";
import { followSessionLog } from "./log.ts";

vi.mock("./data.ts", async (original) => {
  const real = await original<typeof import("./data.ts")>();
  return { ...real, getSession: vi.fn(real.getSession) };
});

let database: TestDatabase;
let feed: ChangeFeed;
beforeAll(async () => {
  database = await createTestDatabase();
  feed = new ChangeFeed(database.appUrl);
});
afterAll(async () => {
  await feed.close();
  await prisma().$disconnect();
  await database.drop();
});

type Place = { organizationId: string; projectId: string };
async function makePlace(): Promise<Place> {
  const organization = await makeOrganization(database.app);
  const project = await makeProject(database.app, organization);
  return { organizationId: organization.id, projectId: project.id };
}
async function makeSession(place: Place, data: { phase: string; podName?: string }): Promise<string> {
  const id = newId();
  await withPlatform((tx) =>
    tx.agentSession.create({
      data: {
        id,
        ...place,
        resourceName: `s-${toBase32(id)}`,
        title: "A session",
        prompt: "Say hello.",
        agent: "chat",
        model: "claude-sonnet-4-5",
        resourceClass: "small",
        timeoutSeconds: 60,
        inactivityTimeoutSeconds: 60,
        requestId: "r-test",
        ...data,
      },
    }),
  );
  return id;
}

/** A pod whose log a test writes; it counts who reads it. */
class Pod {
  reads = 0;
  refusal: KubeError | null = null;
  #written: string[] = [];
  #readers: PassThrough[] = [];
  readonly client = {
    stream: async (_path: string, { signal }: { signal?: AbortSignal }) => {
      this.reads += 1;
      if (this.refusal) throw this.refusal;
      const reader = new PassThrough();
      signal?.addEventListener("abort", () => reader.destroy());
      this.#readers.push(reader);
      for (const line of this.#written) reader.write(line);
      return reader;
    },
  } as unknown as KubeClient;
  write(text: string) {
    const line = `2026-11-22T01:00:00.${String(this.#written.length).padStart(9, "0")}Z ${text}\n`;
    this.#written.push(line);
    for (const reader of this.#readers) reader.write(line);
  }
  end() {
    for (const reader of this.#readers) reader.end();
  }
}

type Heard = { event: string; data: Record<string, unknown>; id?: string };

/** Follows a session's log as the route does, and gathers what it sends. */
function follow(place: Place, sessionId: string, pod: Pod, after = 0) {
  const heard: Heard[] = [];
  const stop = new AbortController();
  const send: Send = async (event, data, id) => void heard.push({ event, data: data as Heard["data"], id });
  const done = followSessionLog(place, sessionId, after, send, stop.signal, { feed, client: pod.client });
  const texts = () =>
    heard.filter(({ event }) => event === "line").map(({ id, data }) => `${id} ${data.text}`);
  return { heard, texts, stop, done };
}
async function until(check: () => boolean | Promise<boolean>) {
  while (!(await check())) await sleep(10);
}
const change = (id: string, data: object) =>
  withPlatform((tx) => tx.agentSession.update({ where: { id }, data }));
async function keep(place: Place, sessionId: string, text: string, skippedLines = 0) {
  await withPlatform(async (tx) => {
    await tx.agentSessionLog.create({
      data: { sessionId, organizationId: place.organizationId, text, skippedLines },
    });
    await tx.agentSession.update({ where: { id: sessionId }, data: { logState: "kept" } });
  });
}

describe("the log of a session", () => {
  test("that waits asks the database again only when the session's row has changed", async () => {
    const place = await makePlace();
    const id = await makeSession(place, { phase: "Queued" });
    const other = await makeSession(place, { phase: "Queued" });
    // The feed listens already; its first moment counts as a change.
    const warm = follow(place, id, new Pod());
    await sleep(300);
    warm.stop.abort();
    await warm.done;

    const looks = vi.mocked(getSession);
    looks.mockClear();
    const pod = new Pod();
    const log = follow(place, id, pod);
    await until(() => looks.mock.calls.length === 1);
    await change(other, { phase: "Starting" });
    await sleep(1000);
    expect(looks).toHaveBeenCalledTimes(1);
    pod.write("begun");
    await change(id, { phase: "Running", podName: "pod-1" });
    await until(() => log.texts().length === 1);
    log.stop.abort();
    await log.done;
  });

  test("is read from its pod once, and goes on from there when it is kept", async () => {
    const place = await makePlace();
    const id = await makeSession(place, { phase: "Running", podName: "pod-1" });
    const pod = new Pod();
    pod.write("one");
    const log = follow(place, id, pod);
    await until(() => log.texts().length === 1);
    await change(id, { phase: "Succeeded", completionTime: new Date() });
    pod.write("two");
    pod.end();
    await until(() => log.texts().length === 2);
    // Others may change the row until the worker has kept the log.
    for (const message of ["a", "b", "c"]) await change(id, { message });
    await sleep(500);
    expect(pod.reads).toBe(1);
    await keep(place, id, "one\ntwo\nthree\n");
    await log.done;
    expect(log.texts()).toEqual(["1 one", "2 two", "3 three"]);
    expect(log.heard.at(-1)).toMatchObject({ event: "end", data: { logState: "kept" } });
  });

  test("begins when the container does, though the pod was there before it", async () => {
    const place = await makePlace();
    const id = await makeSession(place, { phase: "Starting", podName: "pod-1" });
    const pod = new Pod();
    pod.refusal = new KubeError(400, "BadRequest", 'container "runner" in pod "pod-1" is waiting to start');
    const log = follow(place, id, pod);
    await until(() => pod.reads === 1);
    pod.refusal = null;
    pod.write("begun");
    await change(id, { phase: "Running" });
    await until(() => log.texts().length === 1);
    log.stop.abort();
    await log.done;
  });

  test("that was kept in part keeps the numbers of its lines and says which are left out", async () => {
    const place = await makePlace();
    const id = await makeSession(place, { phase: "Succeeded" });
    await keep(place, id, "six\nseven\n", 5);
    const whole = follow(place, id, new Pod());
    await whole.done;
    expect(whole.heard[0]).toMatchObject({ event: "skipped", data: { from: 1, to: 5 } });
    expect(whole.texts()).toEqual(["6 six", "7 seven"]);
    const resumed = follow(place, id, new Pod(), 3);
    await resumed.done;
    expect(resumed.heard[0]).toMatchObject({ event: "skipped", data: { from: 4, to: 5 } });
    const late = follow(place, id, new Pod(), 6);
    await late.done;
    expect(late.heard.map(({ event }) => event)).toEqual(["line", "end"]);
  });

  test("that is long and kept reaches a slow reader whole", async () => {
    const place = await makePlace();
    const id = await makeSession(place, { phase: "Succeeded" });
    const lines = Array.from({ length: 10_000 }, (_, i) => `line ${i} ${"x".repeat(100)}`);
    await keep(place, id, `${lines.join("\n")}\n`);
    const response = eventStream(
      new Request("http://localhost/log"),
      { name: "slow", most: 1 },
      (send, signal) => followSessionLog(place, id, 0, send, signal, { feed, client: new Pod().client }),
    );
    // The reader does not begin before everything there is room for has been sent.
    await sleep(300);
    const text = await response.text();
    expect(text.match(/^event: line$/gm)).toHaveLength(10_000);
    expect(text).toContain("event: end");
  });

  test("that is empty and kept has no line", async () => {
    const place = await makePlace();
    const id = await makeSession(place, { phase: "Failed" });
    await keep(place, id, "");
    const log = follow(place, id, new Pod());
    await log.done;
    expect(log.heard.map(({ event }) => event)).toEqual(["end"]);
  });
});
