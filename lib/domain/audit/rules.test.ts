import { expect, test } from "vitest";
import { changed, MASK, withoutSecrets } from "./rules.ts";

test("only what differs is kept, as it was and as it is", () => {
  const before = { name: "a", tier: "small", labels: { b: 1, a: 2 }, at: new Date(0) };
  const after = { name: "b", tier: "small", labels: { a: 2, b: 1 }, at: new Date(0) };
  expect(changed(before, after, ["name", "tier", "labels", "at"])).toEqual({
    before: { name: "a" },
    after: { name: "b" },
  });
});

test("fields that are not named are not kept", () => {
  expect(changed({ a: 1, b: 1 }, { a: 2, b: 2 }, ["a"])).toEqual({ before: { a: 1 }, after: { a: 2 } });
});

test("what was made has no before, what went has no after", () => {
  type Row = { role: string; until: Date | null };
  expect(changed<Row>(null, { role: "admin", until: new Date(0) }, ["role", "until"])).toEqual({
    before: { role: null, until: null },
    after: { role: "admin", until: "1970-01-01T00:00:00.000Z" },
  });
  expect(changed<Row>({ role: "admin" }, null, ["role"])).toEqual({
    before: { role: "admin" },
    after: { role: null },
  });
});

test.each([
  "secret",
  "clientSecret",
  "password",
  "apiKey",
  "api_key",
  "keyHash",
  "privateKey",
  "Authorization",
  "nonce",
])("a field named %s is said to have changed and not what it was", (name) => {
  expect(changed({ [name]: "one" }, { [name]: "two" }, [name])).toEqual({
    before: { [name]: MASK },
    after: { [name]: MASK },
  });
});

test.each([
  "ptc_usr_abcdefgh0123456789abcd",
  "sk-ant-api03-abcdefghijkl",
  "ghp_0123456789abcdefghij",
  "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
  "-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----",
])("a text that looks like a secret is hidden wherever it stands: %s", (secret) => {
  const { after } = changed({ note: "" }, { note: `see ${secret}` }, ["note"]);
  expect(after.note).toBe(`see ${MASK}`);
  const nested = changed({ list: [] as unknown[] }, { list: [{ deep: { note: secret } }] }, ["list"]);
  expect(JSON.stringify(nested)).not.toContain(secret.slice(4, 20));
});

test("a password in an address is hidden, a long text is cut, bytes never stand there", () => {
  const { after } = changed(
    { url: "", text: "", raw: null as unknown },
    { url: "smtp://mail:hunter2@host", text: "x".repeat(2000), raw: new Uint8Array(4) },
    ["url", "text", "raw"],
  );
  expect(after.url).toBe(`smtp${MASK}host`);
  expect(String(after.text)).toHaveLength(501);
  expect(after.raw).toBe(MASK);
});

test("the prefix of one of our keys, by which people tell theirs apart, is no secret", () => {
  expect(withoutSecrets("ptc_usr_abcdefgh")).toBe("ptc_usr_abcdefgh");
});
