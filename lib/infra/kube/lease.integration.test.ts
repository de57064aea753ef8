import "#test/provided.ts";
import { setTimeout as sleep } from "node:timers/promises";
import { KubeConfig } from "@kubernetes/client-node";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { KubeClient } from "./client.ts";
import { fromFile } from "./config.ts";
import { type Leadership, runAsLeader } from "./lease.ts";
import { leases, namespaces } from "./objects.ts";
import { startTcpProxy } from "./testing/tcp-proxy.ts";

const admin = new KubeClient(fromFile(inject("kubeconfig")));
const namespace = `lease-${Math.random().toString(36).slice(2, 8)}`;
beforeAll(async () => {
  await admin.create(namespaces, { apiVersion: "v1", kind: "Namespace", metadata: { name: namespace } });
});
afterAll(async () => {
  await admin.delete(namespaces, { name: namespace });
  admin.close();
});

/** Somebody who wants to lead, and writes down when it did. */
function candidate(name: string, identity: string, client = admin) {
  const stop = new AbortController();
  let leadership: Leadership | undefined;
  let terms = 0;
  const done = runAsLeader(
    { client, namespace, name, identity, signal: stop.signal, durationMs: 2000, renewMs: 300 },
    async (given) => {
      leadership = given;
      terms += 1;
      await new Promise((resolve) => given.signal.addEventListener("abort", resolve, { once: true }));
    },
  );
  return { stop, done, leads: () => leadership?.isLeader() ?? false, terms: () => terms };
}

async function until(check: () => boolean, watch: () => void = () => {}): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!check()) {
    watch();
    if (Date.now() > deadline) throw new Error("Waited 20 s in vain.");
    await sleep(5);
  }
}

test("of several only one leads, and a clean stop hands over without waiting for the lease to run out", async () => {
  const all = ["a", "b", "c"].map((identity) => candidate("clean", identity));
  const leaders = () => all.filter((one) => one.leads());
  await until(() => leaders().length === 1);
  const [first] = leaders();
  first!.stop.abort();
  await first!.done;
  expect(
    (await admin.get(leases, { name: "clean", namespace }))?.spec?.leaseDurationSeconds,
  ).toBeLessThanOrEqual(2);
  let most = 0;
  await until(
    () => leaders().length === 1,
    () => {
      most = Math.max(most, leaders().length);
    },
  );
  expect(most).toBeLessThanOrEqual(1);
  for (const one of all) one.stop.abort();
  await Promise.all(all.map((one) => one.done));
});

test("a leader that is cut off stops before another begins, and does not take back what it lost", async () => {
  const proxy = await startTcpProxy(admin.transport.server);
  const config = new KubeConfig();
  const text = fromFile(inject("kubeconfig")).exportConfig();
  config.loadFromString(text.replace(admin.transport.server.host, `127.0.0.1:${proxy.port}`));
  const far = new KubeClient(config, { timeoutMs: 1000, tries: 1 });
  const cutOff = candidate("cut", "cut-off", far);
  await until(() => cutOff.leads());
  const other = candidate("cut", "other");
  proxy.freeze();
  let both = false;
  await until(
    () => other.leads(),
    () => {
      both ||= cutOff.leads() && other.leads();
    },
  );
  expect(both).toBe(false);
  expect(cutOff.leads()).toBe(false);
  proxy.restore();
  await sleep(1000);
  expect([cutOff.leads(), other.leads()]).toEqual([false, true]);
  expect(other.terms()).toBe(1);
  cutOff.stop.abort();
  other.stop.abort();
  await Promise.all([cutOff.done, other.done]);
  far.close();
  await proxy.close();
});

test("a lease taken by hand ends the leadership at the next renewal", async () => {
  const one = candidate("taken", "one");
  await until(() => one.leads());
  const spec = { holderIdentity: "somebody", renewTime: new Date().toISOString().replace("Z", "000Z") };
  await admin.patch(leases, { name: "taken", namespace }, { spec });
  await until(() => !one.leads());
  one.stop.abort();
  await one.done;
  expect((await admin.get(leases, { name: "taken", namespace }))?.spec?.holderIdentity).toBe("somebody");
});
