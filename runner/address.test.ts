import { describe, expect, test } from "vitest";
import { isAllowed, isPublicAddress, parseAllowedHosts } from "./address.ts";

describe("isPublicAddress", () => {
  test.each([
    "1.1.1.1",
    "9.255.255.255",
    "11.0.0.0",
    "100.63.255.255",
    "100.128.0.0",
    "126.255.255.255",
    "168.63.129.17",
    "172.15.255.255",
    "172.32.0.0",
    "192.167.255.255",
    "198.20.0.0",
    "223.255.255.255",
    "2001:200::1",
    "2001:4860:4860::8888",
    "2606:4700::1111",
    "2a00:1450:4001::1",
  ])("%s is public", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    ["unspecified", "0.0.0.0", "0.1.2.3", "::"],
    ["private", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fdff::1"],
    ["loopback", "127.0.0.1", "127.255.255.255", "::1"],
    ["link-local", "169.254.0.1", "fe80::1", "fe80::1%eth0", "febf::1", "fec0::1"],
    ["carrier-grade NAT", "100.64.0.0", "100.127.255.255"],
    ["metadata", "169.254.169.254", "100.100.100.200", "168.63.129.16", "192.0.0.192", "fd00:ec2::254"],
    ["multicast", "224.0.0.1", "239.255.255.255", "ff02::1"],
    ["reserved", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1", "240.0.0.1", "255.255.255.255"],
    ["reserved too", "2001:db8::1", "3fff::1", "3ffe::1", "100::1", "5f00::1", "4000::1", "2001:2::1"],
    ["IPv4-mapped", "::ffff:127.0.0.1", "::ffff:a00:1", "::ffff:1.1.1.1", "::ffff:0:1.1.1.1"],
    ["IPv4-compatible", "::169.254.169.254", "::1.1.1.1"],
    ["NAT64", "64:ff9b::a9fe:a9fe", "64:ff9b::1.1.1.1", "64:ff9b:1::1"],
    ["6to4 or Teredo", "2002:7f00:1::", "2002:101:101::1", "192.88.99.1", "2001::1", "2001:0:4136:e378::1"],
    ["no address", "", "example.org", "[2606:4700::1111]", "1.1.1", "1.1.1.1/32"],
  ])("%s is not public", (_kind, ...addresses) => {
    expect(addresses.filter(isPublicAddress)).toEqual([]);
  });
});

describe("the platform's list of hosts", () => {
  const list = parseAllowedHosts("Wiki.Internal, 10.0.0.7:8080,[::1]:80,, docs.internal:443");

  test.each([
    ["http://wiki.internal/a", true],
    ["https://wiki.internal:8443/", true],
    ["http://10.0.0.7:8080/", true],
    ["http://0xa.7:8080/", true],
    ["http://[0:0::1]/", true],
    ["https://docs.internal/", true],
    ["http://10.0.0.7/", false],
    ["https://[::1]/", false],
    ["http://docs.internal/", false],
    ["http://a.wiki.internal/", false],
    ["http://wiki.internal.example/", false],
    ["http://wiki.internal@example.org/", false],
  ])("%s: %s", (address, allowed) => {
    expect(isAllowed(new URL(address), list)).toBe(allowed);
  });

  test("is empty by default", () => {
    expect(parseAllowedHosts("")).toEqual([]);
  });

  test.each(["http://wiki", "a@b", "wiki:port", "wiki:99999", "::1", "a/b", "a b"])(
    "names the entry %s, which is no host",
    (entry) => {
      expect(() => parseAllowedHosts(`ok,${entry}`)).toThrow(`"${entry}"`);
    },
  );
});
