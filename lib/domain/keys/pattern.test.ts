import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isWellFormed, mintKey } from "#lib/infra/crypto/key.ts";
import { beginnings } from "./mutations.ts";
import { publishedPattern } from "./pattern.ts";

const guide = readFileSync(fileURLToPath(new URL("../../../docs/keys.md", import.meta.url)), "utf8");
const { regex, checksum, example, keywords } = publishedPattern;

/** The rule as it is published, step by step, and not as our own code has it. */
function checksumOf(text: string): string {
  let value = 0xffffffff;
  for (const byte of Buffer.from(text, "ascii")) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  let rest = (value ^ 0xffffffff) >>> 0;
  let digits = "";
  for (let i = 0; i < 6; i++) {
    digits = checksum.alphabet[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

test("the published pattern finds every kind of key in a text, and the published rule agrees with what is minted", () => {
  expect([...keywords].sort()).toEqual(Object.values(beginnings).sort());
  for (const kind of Object.values(beginnings)) {
    const { text } = mintKey(kind);
    expect(new RegExp(regex).exec(`PORTICO_KEY="${text}"`)?.[0]).toBe(text);
    expect(new RegExp(regex).test(`x${text}`)).toBe(false);
    expect(checksumOf(text.slice(0, -6))).toBe(text.slice(-6));
  }
});

test("the worked example of the guide is one, and each of its figures is right", () => {
  expect(isWellFormed(example)).toBe(true);
  expect(checksumOf(example.slice(0, -6))).toBe(example.slice(-6));
  for (const said of [regex, example, example.slice(0, -6), "3335830676", "c6d4bc94", "3dknwa"])
    expect(guide).toContain(said);
  expect(0xc6d4bc94).toBe(3335830676);
});
