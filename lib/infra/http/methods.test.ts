import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { readTraceAsOptions } from "./methods.ts";

test("a server behind it sees no method that fetch refuses, and the others as they are", async () => {
  readTraceAsOptions();
  const seen: string[] = [];
  const server = createServer(({ method, url }, response) => {
    const { method: read } = new Request(`http://localhost${url}`, { method });
    seen.push(read);
    response.end();
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  const send = (method: string) =>
    new Promise<void>((answered, failed) => {
      const sent = request({ port, host: "127.0.0.1", method, path: "/x", agent: false }, (answer) => {
        answer.resume().on("end", answered);
      });
      sent.on("error", failed).end();
    });
  for (const method of ["TRACE", "GET", "DELETE"]) await send(method);
  server.close();
  expect(seen).toEqual(["OPTIONS", "GET", "DELETE"]);
});
