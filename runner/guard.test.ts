import { describe, expect, test } from "vitest";
import { judgeOf } from "./guard.ts";

const may = (url: string, address: string, list = "") => judgeOf(new URL(url), list)(address);

describe("an address that a person gave", () => {
  test.each([
    ["https://models.example", "93.184.215.14", "", true],
    ["http://models.example", "93.184.215.14", "", false],
    ["https://models.example", "10.0.0.7", "", false],
    ["https://models.example", "127.0.0.1", "", false],
    ["https://models.example", "::1", "", false],
    ["https://models.example", "::ffff:10.0.0.7", "", false],
    ["https://vllm.internal", "10.0.0.7", "vllm.internal", true],
    ["http://vllm.internal:8000", "10.0.0.7", "vllm.internal:8000", true],
    ["http://vllm.internal:8001", "10.0.0.7", "vllm.internal:8000", false],
    ["http://vllm.internal", "10.0.0.7", "10.0.0.0/8", true],
    ["http://vllm.internal", "192.168.0.7", "10.0.0.0/8", false],
    ["http://vllm.internal", "93.184.215.14", "10.0.0.0/8", false],
    ["https://vllm.internal", "fd12::7", "other, fd12::/16", true],
    // The metadata of clouds stays closed, whatever is listed.
    ["https://vllm.internal", "169.254.169.254", "vllm.internal, 0.0.0.0/0", false],
    ["https://vllm.internal", "::ffff:169.254.169.254", "vllm.internal, ::/0", false],
    ["https://vllm.internal", "fd00:ec2::254", "::/0", false],
    ["https://vllm.internal", "no address", "vllm.internal", false],
  ])("%s at %s with the list %j: %s", (url, address, list, expected) => {
    expect(may(url, address, list)).toBe(expected);
  });

  test.each(["http://vllm", "10.0.0.0/33x", "a b"])("with an entry %j in the list is an error", (list) => {
    expect(() => judgeOf(new URL("https://models.example"), list)).toThrow(JSON.stringify(list));
  });
});
