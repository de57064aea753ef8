import { expect, test } from "vitest";
import { hashKey, isWellFormed, mintKey } from "./key.ts";

test("a key has its kind, is well-formed, and no two are alike", () => {
  const keys = Array.from({ length: 500 }, () => mintKey("ptc_usr_"));
  for (const { text, prefix, lastFour, hash } of keys) {
    expect(text).toMatch(/^ptc_usr_[0-9A-Za-z]{57}$/);
    expect(isWellFormed(text)).toBe(true);
    expect(text.startsWith(prefix) && text.endsWith(lastFour)).toBe(true);
    expect(hash).toEqual(hashKey(text));
  }
  expect(new Set(keys.map(({ text }) => text)).size).toBe(500);
  expect(new Set(keys.map(({ prefix }) => prefix)).size).toBe(500);
});

test("a key with one digit changed, cut or added is not well-formed", () => {
  const { text } = mintKey("ptc_svc_");
  for (let i = 8; i < text.length; i++) {
    const other = text[i] === "a" ? "b" : "a";
    expect(isWellFormed(text.slice(0, i) + other + text.slice(i + 1))).toBe(false);
  }
  for (const wrong of [text.slice(0, -1), `${text}0`, ` ${text}`, "", "ptc_svc_", text.replace("_", "-")])
    expect(isWellFormed(wrong)).toBe(false);
});
