import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { networkCode } from "./network.ts";
import { NOT_PUBLIC, request, SILENT } from "./request.ts";

const get = (port: number, more: object = {}) =>
  request(new URL(`http://127.0.0.1:${port}/`), {
    method: "GET",
    headers: {},
    signal: AbortSignal.timeout(10_000),
    silenceMs: 100,
    ...more,
  });
const codeOf = (work: Promise<unknown>) => work.then(() => "", networkCode);

test("a server that falls silent, before its answer or within it, is told from one that breaks off", async () => {
  const server = createServer((asked, response) => {
    if (asked.url === "/") response.write("a beginning");
    if (asked.headers.break) setTimeout(() => response.destroy(), 20);
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const read = async (more: object = {}) => {
    for await (const _ of await get(port, more));
  };
  expect(await codeOf(read())).toBe(SILENT);
  expect(await codeOf(read({ headers: { break: "1" } }))).toBe("ECONNRESET");
  const silent = request(new URL(`http://127.0.0.1:${port}/silent`), {
    ...{ method: "GET", headers: {}, signal: AbortSignal.timeout(10_000), silenceMs: 100 },
  });
  expect(await codeOf(silent)).toBe(SILENT);
  server.closeAllConnections();
  server.close();
});

test("an address that may not be connected to is not, by its name or by itself", async () => {
  let connections = 0;
  const server = createServer()
    .on("connection", () => connections++)
    .listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const closed = { mayConnect: () => false };
  expect(await codeOf(get(port, closed))).toBe(NOT_PUBLIC);
  const named = request(new URL(`http://localhost:${port}/`), {
    ...{ method: "GET", headers: {}, signal: AbortSignal.timeout(10_000), ...closed },
  });
  expect(await codeOf(named)).toBe(NOT_PUBLIC);
  expect(connections).toBe(0);
  server.close();
});
