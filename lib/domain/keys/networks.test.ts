import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readNetwork } from "./networks.ts";

describe("a network", () => {
  test.each([
    ["10.0.0.0/8", "10.0.0.0/8"],
    [" 192.0.2.7 ", "192.0.2.7"],
    ["192.0.2.7/32", "192.0.2.7"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["2001:DB8:0:0::/32", "2001:db8::/32"],
    ["2001:db8::1/128", "2001:db8::1"],
    ["fe80::/10", "fe80::/10"],
    ["::/0", "::/0"],
  ])("%s is kept as %s", (text, network) => {
    expect(readNetwork(text)).toEqual({ network });
  });

  test.each([
    "",
    "10.0.0",
    "10.0.0.256",
    "10.0.0.0/33",
    "10.0.0.0/08",
    "10.0.0.0/",
    "10.0.0.0/8/8",
    "010.0.0.1",
    "2001:db8::/129",
    "fe80::1%eth0",
    "::ffff:10.0.0.1",
    "example.com",
    "10.0.0.0/-1",
  ])("%s is none", (text) => {
    expect(readNetwork(text)).toEqual({ fault: "key_address_form" });
  });

  test.each(["10.1.2.3/8", "192.0.2.1/31", "2001:db8::1/64"])("%s says more than its network", (text) => {
    expect(readNetwork(text)).toEqual({ fault: "key_address_bits" });
  });

  test("of any text never throws, and what is kept is read as itself", () => {
    const address = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string());
    const text = fc
      .tuple(address, fc.option(fc.integer({ min: -1, max: 140 })))
      .map(([one, bits]) => (bits === null ? one : `${one}/${bits}`));
    fc.assert(
      fc.property(text, (one) => {
        const read = readNetwork(one);
        if ("network" in read) expect(readNetwork(read.network)).toEqual(read);
      }),
    );
  });
});
