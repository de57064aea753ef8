import { expect, test } from "vitest";
import { composeNotice, type Notice, type Notices, stageDue } from "./rules.ts";

const organization = { slug: "northmoor", displayName: "Northmoor" };
const until = "2026-12-01T09:30:00.000Z";
const project = { slug: "cad", name: "CAD" };
const credential = {
  name: "jira",
  project,
  page: { path: "/orgs/northmoor/projects/retrieval/credentials/0199" },
};
const every: { [N in Notice]: Notices[N] } = {
  joinAsked: { who: "Mia", domain: "northmoor.example", message: "Hello" },
  joinApproved: { role: "member" },
  joinDeclined: { reason: "Not of the team" },
  organizationAsked: { who: "Mia", name: "Lumen", reason: "For our team" },
  organizationApproved: { tier: "small" },
  organizationDeclined: { name: "Lumen", reason: "Use the one you have" },
  organizationSuspended: { reason: "The bill of October" },
  organizationResumed: {},
  organizationDeleting: { who: "Mia", until },
  roleGiven: { role: "editor", project, who: "Mia", until },
  roleEnding: { role: "editor", project, until },
  viewed: { who: "Pia", reason: "Ticket 7", until },
  credentialExpiring: { ...credential, until, days: "7" },
  credentialExpired: { ...credential, until },
  credentialFailing: { ...credential, stage: "signIn" },
  credentialUnfetched: credential,
  keyExpiring: { name: "nightly", prefix: "ptc_svc_ab12cd34", until, page: { path: "/orgs/northmoor/keys" } },
  keyLeaked: {
    name: "laptop",
    prefix: "ptc_usr_ab12cd34",
    where: "https://code.example/file",
    revoked: "",
    ended: null,
    stands: null,
    page: { path: "/account/keys" },
  },
  keyRevoked: { names: "laptop, ci", count: "2", who: "Mia", page: { path: "/account/keys" } },
};
const compose = <N extends Notice>(notice: N, params: Notices[N] = every[notice]) =>
  composeNotice(notice, params, organization, "https://portico.example");

test.each(Object.keys(every) as Notice[])("%s says all its values, and where to go", (notice) => {
  const { subject, text } = compose(notice);
  expect(`${subject}\n${text}`).not.toMatch(/[{}]|emails\.|undefined|null/);
  expect(text).toMatch(/\n\nhttps:\/\/portico\.example\/\S+\n$/);
  for (const value of Object.values(every[notice]).filter((one) => typeof one === "string"))
    if (value !== until && !["member", "small", "editor", "signIn"].includes(value))
      expect(`${subject}\n${text}`).toContain(value);
});

test("a role is told exactly: where, which, from whom, until when", () => {
  expect(compose("roleGiven")).toEqual({
    subject: "Your role in CAD (Northmoor): Editor",
    text: `Your role in CAD (Northmoor) on Portico is now: Editor.

Mia gave it to you.

It ends on 2026-12-01 09:30 UTC.

https://portico.example/orgs/northmoor/projects/cad
`,
  });
});

test("a credential without a value is not said to fail at its provider", () => {
  for (const [stage, words] of [
    ["missing", "its value is not in the cluster"],
    ["unreadable", "what stands beside its value in the cluster, and says what it is, cannot be read"],
  ] as const) {
    const { text } = compose("credentialFailing", { ...every.credentialFailing, stage });
    expect(text).toContain(words);
    expect(text).not.toMatch(/fails at|provider/);
  }
});

test("one key that was revoked is one", () => {
  const { subject, text } = compose("keyRevoked", { ...every.keyRevoked, names: "ci", count: "1" });
  expect(subject).toBe("An API key of yours was revoked: ci");
  expect(text).toMatch(/^Mia revoked an API key of yours in Northmoor: ci\. Calls with it are refused\./);
  expect(compose("keyRevoked").subject).toBe("2 API keys of yours were revoked: laptop, ci");
});

test("what there is nothing to say of is left out", () => {
  expect(compose("roleGiven", { role: "admin", project: null, who: null, until: null }).text).toBe(
    "Your role in Northmoor on Portico is now: Admin.\n\nhttps://portico.example/orgs/northmoor\n",
  );
});

test("words of people begin no line and no header of their own", () => {
  const { subject, text } = compose("joinAsked", {
    who: "Mia\r\nBcc: all@mail.example",
    domain: "d.example",
    message: "One\n\nhttps://elsewhere.example",
  });
  expect(subject).toBe("Mia Bcc: all@mail.example asks to join Northmoor");
  expect(text).toContain("They write: One https://elsewhere.example\n");
});

const now = new Date("2026-11-22T12:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);

test("people are told of an end at each of its days, and when it has come, once each", () => {
  const stages = [30, 7, 1, 0] as const;
  const due = (days: number, expiryTold: number | null = null) =>
    stageDue(stages, { expiresAt: inDays(days), expiryTold }, now);
  expect([31, 30, 8, 7, 1.5, 1, 0.5, 0, -3].map((days) => due(days))).toEqual([
    null,
    30,
    30,
    7,
    7,
    1,
    1,
    0,
    0,
  ]);
  expect([due(6, 30), due(6, 7), due(6, 1), due(-1, 1), due(-1, 0)]).toEqual([7, null, null, 0, null]);
  expect(stageDue(stages, { expiresAt: null, expiryTold: null }, now)).toBeNull();
});

test.each([
  [30, 8, null, null],
  [30, 7, null, 7],
  [30, 2, 7, null],
  [30, 1, 7, 1],
  [30, 1, null, 1],
  [30, 0.5, 1, null],
  [30, 0, 7, null],
  [7, 6, null, null],
  [7.9, 6, null, null],
  [8, 7, null, 7],
  [7, 1, null, 1],
  [2, 1, null, 1],
  [1, 0.5, null, null],
] as const)(
  "what lives %d days, has %d left and was told of at %s, is told of at %s",
  (lives, left, told, due) => {
    const expiresAt = inDays(left);
    expect(stageDue([7, 1], { expiresAt, expiryTold: told, since: inDays(left - lives) }, now)).toBe(due);
  },
);
