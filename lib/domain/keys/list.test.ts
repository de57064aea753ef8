import fc from "fast-check";
import { expect, test } from "vitest";
import { keyListFilter, shownStateOf } from "./list.ts";
import { revocationFilter } from "./many.ts";
import { withoutSecret } from "./names.ts";

const now = new Date("2026-11-22T12:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
const key = { expiresAt: inDays(30), revokedAt: null, disabledAt: null, overlap: null };
const overlap = { prefix: "ptc_usr_x", lastFour: "abcd", endsAt: inDays(1), lastUsedAt: null };

test("a key is said to rotate while nothing else must be said of it", () => {
  expect(shownStateOf(key, now)).toBe("active");
  expect(shownStateOf({ ...key, overlap }, now)).toBe("rotating");
  expect(shownStateOf({ ...key, overlap, expiresAt: inDays(3) }, now)).toBe("ending");
  expect(shownStateOf({ ...key, overlap, disabledAt: now }, now)).toBe("disabled");
  expect(shownStateOf({ ...key, overlap, expiresAt: inDays(-1) }, now)).toBe("expired");
  expect(shownStateOf({ ...key, overlap, revokedAt: now }, now)).toBe("revoked");
});

test("a list's filters are read from any address, and of a pasted key only its beginning is kept", () => {
  const secret = `ptc_prj_b41M7aZq${"s".repeat(49)}`;
  expect(keyListFilter.parse({ q: ` ${secret} ` }).q).toBe("ptc_prj_b41M7aZq");
  expect(keyListFilter.parse({ q: "nightly eval" }).q).toBe("nightly eval");
  expect(keyListFilter.parse({ state: "rotating", unused: "30", kind: "service" })).toMatchObject({
    state: "rotating",
    unused: 30,
    kind: "service",
    owner: null,
    before: null,
  });
  const anything = fc.oneof(fc.string(), fc.array(fc.string()), fc.constant(undefined));
  const names = Object.keys(keyListFilter.shape);
  fc.assert(
    fc.property(fc.record(Object.fromEntries(names.map((name) => [name, anything]))), (query) => {
      const read = keyListFilter.parse(query);
      expect(Object.keys(read).sort()).toEqual([...names].sort());
    }),
  );
});

test("of a pasted key only what may be shown is looked for", () => {
  const key = `ptc_usr_9sWcHk3a${"x".repeat(49)}`;
  expect(withoutSecret(key)).toBe("ptc_usr_9sWcHk3a");
  expect(withoutSecret(` find ${key} `)).toBe(" find ptc_usr_9sWcHk3a ");
  expect(withoutSecret("ptc_usr_9s")).toBe("ptc_usr_9s");
  expect(withoutSecret("nightly-eval")).toBe("nightly-eval");
});

test("a revocation of many is by at least one condition, each of its own form", () => {
  expect(revocationFilter({ unused: "30", kind: "service" })).toEqual({ unusedDays: 30, kind: "service" });
  expect(revocationFilter({ prefixes: "ptc_usr_ab,ptc_svc_cd" })).toEqual({
    prefixes: ["ptc_usr_ab", "ptc_svc_cd"],
  });
  for (const query of [
    {},
    { q: "x" },
    { unused: "soon" },
    { kind: "platform" },
    { prefixes: "p" },
    { owner: "me" },
  ])
    expect(revocationFilter(query)).toBeNull();
});
