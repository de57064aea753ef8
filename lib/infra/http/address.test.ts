import { createServer, get } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { networkOf, readOwnAddresses } from "./address.ts";

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"],
  ["2001:DB8:0001:0002::1", "2001:db8:1:2::/64"],
  ["2001:db8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["::ffff:192.0.2.7", "0:0:0:0::/64"],
])("%s shares its limits with %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});

test("without a proxy in front the connection says where a request is from, and nobody else", async () => {
  readOwnAddresses();
  const server = createServer((request, response) => response.end(request.headers["x-forwarded-for"]));
  await new Promise<void>((listening) => server.listen(0, "::", listening));
  const { port } = server.address() as AddressInfo;
  const heard = await new Promise<string>((answered, failed) => {
    get(
      { port, host: "127.0.0.1", headers: { "x-forwarded-for": "203.0.113.9" }, agent: false },
      async (answer) => answered((await answer.toArray()).join("")),
    ).on("error", failed);
  });
  server.close();
  expect(heard).toBe("127.0.0.1");
});
