import fc from "fast-check";
import { expect, test } from "vitest";
import { hashKey, isWellFormed, keyPattern, mintKey } from "./key.ts";

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

test("a kind that there is not is well-formed nowhere, whatever its checksum says", () => {
  const text = `ptc_org_${"0".repeat(51)}2qWBK1`;
  expect(isWellFormed(text)).toBe(false);
  expect(new RegExp(keyPattern).test(text)).toBe(false);
});

test("no text whatever makes the reading of keys throw, and none that was not minted is one", () => {
  const near = fc.tuple(fc.constantFrom("ptc_usr_", "ptc_prj_", "ptc_svc_", "ptc_plt_", "ptc_"), fc.string());
  const any = fc.oneof(
    fc.string(),
    fc.string({ unit: "binary" }),
    near.map(([head, rest]) => head + rest),
  );
  fc.assert(
    fc.property(any, (text) => {
      expect(isWellFormed(text)).toBe(false);
    }),
    { numRuns: 2000 },
  );
});

test("of a minted key each change of a character, each cut and each addition is refused", () => {
  const kinds = fc.constantFrom("ptc_usr_", "ptc_prj_", "ptc_svc_", "ptc_plt_" as const);
  const edit = fc.record({
    at: fc.nat(65),
    // Any character at all, of any script.
    by: fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
    how: fc.constantFrom("change", "cut", "add"),
  });
  fc.assert(
    fc.property(kinds, edit, (kind, { at, by, how }) => {
      const { text } = mintKey(kind);
      expect(isWellFormed(text)).toBe(true);
      expect(new RegExp(keyPattern).exec(`key=${text};`)?.[0]).toBe(text);
      const index = Math.min(at, how === "add" ? text.length : text.length - 1);
      const rest = how === "add" ? text.slice(index) : text.slice(index + 1);
      const edited = text.slice(0, index) + (how === "cut" ? "" : by) + rest;
      if (edited !== text) expect(isWellFormed(edited), edited).toBe(false);
    }),
    { numRuns: 5000 },
  );
});

test("two characters that change places are noticed", () => {
  fc.assert(
    fc.property(fc.nat(63), (at) => {
      const { text } = mintKey("ptc_usr_");
      const [one = "", other = ""] = text.slice(at, at + 2);
      const swapped = text.slice(0, at) + other + one + text.slice(at + 2);
      expect(isWellFormed(swapped)).toBe(one === other);
    }),
  );
});
