import { networkInterfaces } from "node:os";
import { afterEach, expect, test } from "vitest";
import { freePort } from "#scripts/demo/postgres.ts";
import { startHealth } from "./health.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())));

/** A server on a port of its own; answers the status of a path, asked at `host`. */
async function start(address: string, metricsToken?: string) {
  const server = await startHealth({
    address,
    port: await freePort(),
    metricsToken,
    notReady: async () => [],
    collect: async () => {},
  });
  open.push(server);
  return async (path: string, authorization?: string, host = "127.0.0.1") => {
    const headers: Record<string, string> = authorization ? { authorization } : {};
    const answer = await fetch(`http://${host}:${server.port}${path}`, { headers });
    await answer.body?.cancel();
    return answer.status;
  };
}

test("on a loopback address, metrics need no token", async () => {
  const ask = await start("127.0.0.1");
  expect(await ask("/metrics")).toBe(200);
});

test("on an address that others reach there are no metrics without a token, and probes are answered", async () => {
  const ask = await start("0.0.0.0");
  expect(await ask("/metrics")).toBe(404);
  expect(await ask("/readyz")).toBe(200);
  expect(await ask("/healthz")).toBe(200);
});

test.each(["127.0.0.1", "0.0.0.0"])(
  "with a token, metrics on %s are for whoever holds it",
  async (address) => {
    const ask = await start(address, "sixteen-characters");
    expect(await ask("/metrics", "Bearer sixteen-characters")).toBe(200);
    for (const wrong of [undefined, "", "Bearer ", "Bearer sixteen-character", "Bearer sixteen-characters2"])
      expect(await ask("/metrics", wrong)).toBe(404);
  },
);

const own = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === "IPv4" && !address.internal)?.address;

test.runIf(own)("on a loopback address nobody else is answered", async () => {
  const ask = await start("127.0.0.1");
  await expect(ask("/healthz", undefined, own)).rejects.toThrow();
});
