import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPublicAddress as isPublicToRunner } from "../../../runner/address.ts";
import { isAllowedAddress, isAllowedHost, isMetadata, isPublicAddress, parseAllowed } from "./ranges.ts";

describe("which addresses are of the open internet", () => {
  test.each([
    "127.0.0.1",
    "127.255.255.255",
    "0.0.0.0",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.0.1",
    "169.254.169.254",
    "169.254.0.1",
    "100.64.0.1",
    "100.127.255.255",
    "224.0.0.1",
    "239.1.1.1",
    "255.255.255.255",
    "168.63.129.16",
    "198.18.0.1",
    "::",
    "::1",
    "fe80::1",
    "fc00::1",
    "fd00:ec2::254",
    "ff02::1",
    "::ffff:10.0.0.1",
    "::ffff:169.254.169.254",
    "::ffff:8.8.8.8",
    "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::",
    "2001:db8::1",
    "",
    "localhost",
    "10.0.0",
    "1.2.3.4.5",
  ])("not %s", (address) => expect(isPublicAddress(address)).toBe(false));

  test.each(["8.8.8.8", "172.32.0.1", "100.128.0.1", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450::1"])(
    "%s",
    (address) => expect(isPublicAddress(address)).toBe(true),
  );

  // The runner's image has no file of ours, so it keeps a list of its own.
  test("the runner, which keeps its own list, says the same of every address", () => {
    const say = (address: string) => {
      // Alibaba's metadata is in a range that is closed anyway.
      expect(isPublicAddress(address)).toBe(isPublicToRunner(address));
    };
    fc.assert(fc.property(fc.ipV4(), say), { numRuns: 500 });
    fc.assert(fc.property(fc.ipV6(), say), { numRuns: 500 });
    const low = fc.tuple(
      fc.constantFrom("10.", "127.", "169.254.", "172.16.", "192.168.", "100.64."),
      fc.nat(255),
    );
    fc.assert(
      fc.property(low, ([start, end]) => {
        const address = `${start}${Array(3 - start.split(".").length + 1)
          .fill(end)
          .join(".")}`;
        expect(isPublicAddress(address)).toBe(false);
        expect(isPublicAddress(`::ffff:${address}`)).toBe(false);
      }),
    );
  });

  test("metadata is found behind a mapped address too", () => {
    expect(
      [
        "169.254.169.254",
        "::ffff:169.254.169.254",
        "::ffff:a9fe:a9fe",
        "64:ff9b::a9fe:a9fe",
        "fd00:ec2::254",
      ].map(isMetadata),
    ).toEqual([true, true, true, true, true]);
  });
});

describe("what a platform allows", () => {
  const allowed = parseAllowed("vllm.lab:8000, gitlab.corp, 10.20.0.0/16,[fd12::1]:443, fd34::/32");

  test("a host on its port, or on every port", () => {
    const is = (url: string) => isAllowedHost(new URL(url), allowed);
    expect(is("http://vllm.lab:8000/v1")).toBe(true);
    expect(is("http://vllm.lab/v1")).toBe(false);
    expect(is("https://VLLM.lab:8000")).toBe(true);
    expect(is("https://gitlab.corp")).toBe(true);
    expect(is("http://gitlab.corp:8080")).toBe(true);
    expect(is("https://gitlab.corp.evil.example")).toBe(false);
    expect(is("https://[fd12::1]")).toBe(true);
  });

  test("ranges of addresses, written as IPv4 or mapped", () => {
    const is = (address: string) => isAllowedAddress(address, allowed);
    expect(is("10.20.255.1")).toBe(true);
    expect(is("::ffff:10.20.0.1")).toBe(true);
    expect(is("10.21.0.1")).toBe(false);
    expect(is("fd34::9")).toBe(true);
    expect(is("fd35::9")).toBe(false);
  });

  test.each(["10.0.0.0/33", "a b", "http://x", "host:port", "user@host", "fd00::/129"])("not %s", (entry) =>
    expect(() => parseAllowed(entry)).toThrow(entry),
  );

  test("no text at all makes it fail in another way than by naming an entry", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          parseAllowed(text);
        } catch (error) {
          expect((error as Error).message).toMatch(/is not a host, host:port or range of addresses$/);
        }
      }),
    );
  });
});
