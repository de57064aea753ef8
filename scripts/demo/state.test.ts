import { mkdtempSync, rmSync, statSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { freePort } from "./postgres.ts";

let dir: string;
const taken: Server[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "portico-state-"));
});
afterEach(async () => {
  await Promise.all(taken.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
  rmSync(dir, { recursive: true });
  vi.unstubAllEnvs();
});

let secrets = 0;
/** The settings of a checkout whose demo is in a folder of its own. */
async function settingsOf(checkout: string, port?: number) {
  vi.resetModules();
  vi.stubEnv("PORTICO_DEMO_DIR", join(dir, checkout));
  const { keptSettings } = await import("./state.ts");
  return keptSettings(port, () => `secret-${++secrets}`);
}
/** As a running demo does with its ports. */
async function take(...ports: number[]): Promise<void> {
  for (const port of ports) {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    taken.push(server);
  }
}

test("two checkouts side by side share no port and no secret", async () => {
  const one = await settingsOf("one", await freePort());
  await take(one.web, one.issuer, one.provider, one.inbox);
  const other = await settingsOf("other");
  const values = [...Object.values(one), ...Object.values(other)];
  expect(new Set(values).size).toBe(values.length);
});

test("ports and secrets stay from start to start, and a port that is asked for is kept from then on", async () => {
  const first = await settingsOf("one", await freePort());
  expect(await settingsOf("one")).toEqual(first);
  const port = await freePort();
  expect(await settingsOf("one", port)).toEqual({ ...first, web: port });
  expect(await settingsOf("one")).toEqual({ ...first, web: port });
});

test("what is kept can be read by its owner alone", async () => {
  await settingsOf("one");
  expect(statSync(join(dir, "one", "kept.json")).mode & 0o777).toBe(0o600);
});

test("a port that is taken stops the start with one line that says what to do, and is not kept", async () => {
  const first = await settingsOf("one", await freePort());
  const port = await freePort();
  await take(port);
  await expect(settingsOf("one", port)).rejects.toThrow(
    `Port ${port} for the web is taken by another program; use -- --port N.`,
  );
  expect(await settingsOf("one")).toEqual(first);
  await take(first.issuer);
  await expect(settingsOf("one")).rejects.toThrow(
    /for the issuer is taken .* remove \.demo to begin anew\.$/,
  );
});
