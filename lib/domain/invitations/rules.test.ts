import { expect, test } from "vitest";
import { invitationState, maskAddress, readAddresses } from "./rules.ts";

const read = (text: string) =>
  readAddresses(text, "member").map(({ email, role, problem }) => [email, role, problem]);

test.each([
  ["ada@x.example", [["ada@x.example", "member", null]]],
  ["Ada Lovelace <Ada@X.example>", [["ada@x.example", "member", null]]],
  [
    "a@x.example, b@x.example;c@x.example\nd@x.example",
    ["a", "b", "c", "d"].map((n) => [`${n}@x.example`, "member", null]),
  ],
  [
    "a@x.example admin\nb@x.example Billing",
    [
      ["a@x.example", "admin", null],
      ["b@x.example", "billing", null],
    ],
  ],
  [
    '"Owner, The" <o@x.example>',
    [
      [null, "member", "email_form"],
      ["o@x.example", "member", null],
    ],
  ],
  [
    "a@x.example\nA@x.example",
    [
      ["a@x.example", "member", null],
      ["a@x.example", "member", "twice"],
    ],
  ],
  ["a@localhost", [["a@localhost", "member", "email_form"]]],
  ["nobody", [[null, "member", "email_form"]]],
  [" \n ,, ", []],
  ["a_b+c.d@sub.x-y.example", [["a_b+c.d@sub.x-y.example", "member", null]]],
])("pasted %j is read", (text, rows) => {
  expect(read(text)).toEqual(rows);
});

test("thousands of pasted lines are read at once", () => {
  const text = Array.from({ length: 5000 }, (_, n) => `Person ${n} <p${n}@x.example> member`).join("\n");
  expect(readAddresses(text, "member").filter(({ problem }) => problem)).toEqual([]);
});

const at = (hours: number) => new Date(Date.UTC(2026, 0, 1, hours));
test.each([
  ["open", { acceptedAt: null, revokedAt: null, expiresAt: at(2) }],
  ["expired", { acceptedAt: null, revokedAt: null, expiresAt: at(1) }],
  ["revoked", { acceptedAt: null, revokedAt: at(0), expiresAt: at(2) }],
  ["accepted", { acceptedAt: at(0), revokedAt: null, expiresAt: at(1) }],
])("an invitation is %s", (state, row) => {
  expect(invitationState(row, at(1))).toBe(state);
});

test("a masked address keeps its domain", () => {
  expect(maskAddress("lena@northmoor.example")).toBe("l…@northmoor.example");
});
