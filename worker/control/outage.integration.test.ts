import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { namespaces, networkPolicies } from "#lib/infra/kube/objects.ts";
import { startTcpProxy, type TcpProxy } from "#lib/infra/kube/testing/tcp-proxy.ts";
import { admin, openWorld, until, type World } from "./testing/world.ts";

let proxy: TcpProxy;
let world: World;
beforeAll(async () => {
  const client = admin();
  proxy = await startTcpProxy(client.transport.server);
  client.close();
  world = await openWorld({ port: proxy.port, stallMs: 2000, timeoutMs: 700 });
}, 300_000);
afterAll(async () => {
  await world.close();
  await proxy.close();
}, 120_000);

const phaseOf = (name: string) => world.projectNow(name)?.status?.phase;

test("an API server that goes away in the middle of provisioning finds the work taken up when it is back", async () => {
  const name = await world.project();
  await until("the namespace is there", () => world.admin.get(namespaces, { name }));
  proxy.cut();
  await sleep(1500);
  const now = await world.admin.get(networkPolicies, { namespace: name, name: "default-deny" });
  proxy.restore();
  await until("it is Ready", () => phaseOf(name) === "Ready");
  // Whether the cut came before or after it, there is one of each now.
  expect(now === undefined || now.metadata.name === "default-deny").toBe(true);
  expect((await world.admin.list(networkPolicies, { namespace: name })).items).toHaveLength(2);
});

test("an API server that was away longer than the Lease lasts finds the controller leading again", async () => {
  proxy.cut();
  await until("it has stopped leading", () => !world.control.isLeader());
  const name = await world.project();
  proxy.restore();
  await until("it leads again", () => world.control.isLeader());
  await until("it is Ready", () => phaseOf(name) === "Ready");
});

test("watches that fell silent are noticed, and drift of that time is repaired", async () => {
  const name = await world.ready();
  proxy.freeze();
  await world.admin.delete(networkPolicies, { namespace: name, name: "default-deny" });
  await sleep(100);
  proxy.restore();
  await until("it is made anew", () =>
    world.admin.get(networkPolicies, { namespace: name, name: "default-deny" }),
  );
  const stalls = Object.values(world.control.counters().watches).map(
    (counters) => (counters as { stalls: number }).stalls,
  );
  expect(Math.max(...stalls)).toBeGreaterThanOrEqual(1);
});
