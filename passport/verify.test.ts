import { createHmac } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  bodyDigest,
  isGatewayOf,
  type PassportKey,
  signingKey,
  signPassport,
} from "../lib/infra/crypto/passport.ts";
import { verifyPassport } from "./verify.js";

const secret = (fill: number) => Buffer.alloc(32, fill).toString("base64url");
const key: PassportKey = { kid: "k2", aud: "models", secret: secret(2), gateway: secret(8) };
const keys = [
  { kid: "k1", secret: secret(1) },
  { kid: "k2", secret: secret(2) },
];
const now = new Date("2026-11-22T12:00:00Z");
const fields = {
  user_id: "u-1",
  email: "ada@northmoor.example",
  groups: ["research"],
  permissions: ["sessions:read", "sessions:create"],
  organization: "northmoor",
  project: "retrieval",
  tier: "standard",
  namespace: "northmoor-retrieval",
};
const sign = (digest: string | null = null, at = now) => signPassport(key, fields, digest, at);
const options = { keys, audience: "models", now: now.getTime() };
const reasonOf = (header: Parameters<typeof verifyPassport>[0], change: object = {}) => {
  const answer = verifyPassport(header, { ...options, ...change });
  return answer.ok ? null : answer.reason;
};
/** A passport with other parts, signed with the right key. */
function forge(claims: object, header: object = {}): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const signed = `${part({ alg: "HS256", typ: "passport+jwt", kid: "k2", ...header })}.${part(claims)}`;
  return `${signed}.${createHmac("sha256", Buffer.alloc(32, 2)).update(signed).digest("base64url")}`;
}
const claims = {
  ...fields,
  kid: "k2",
  aud: "models",
  iat: now.getTime() / 1000,
  jti: "j",
  body_sha256: null,
};

describe("a passport", () => {
  test("says who asks, to its audience, for at most a minute", async () => {
    const answer = verifyPassport(await sign(), options);
    expect(answer).toMatchObject({ ok: true, passport: { ...fields, kid: "k2", aud: "models" } });
    if (answer.ok) expect(answer.passport.exp - answer.passport.iat).toBeLessThanOrEqual(60);
  });
  test("is never the same twice", async () => {
    expect(await sign()).not.toBe(await sign());
  });
  test("counts with clocks five seconds apart, and no longer", async () => {
    const passport = await sign();
    const at = (seconds: number) => ({ now: now.getTime() + seconds * 1000 });
    expect(reasonOf(passport, at(64))).toBeNull();
    expect(reasonOf(passport, at(66))).toBe("expired");
    expect(reasonOf(passport, at(-5))).toBeNull();
    expect(reasonOf(passport, at(-6))).toBe("not_yet");
  });
  test("is refused by another audience, and with a key that is not ours or is another's", async () => {
    const passport = await sign();
    expect(reasonOf(passport, { audience: "billing" })).toBe("audience");
    expect(reasonOf(passport, { keys: [{ kid: "k9", secret: secret(2) }] })).toBe("unknown_key");
    expect(reasonOf(passport, { keys: [{ kid: "k2", secret: secret(3) }] })).toBe("signature");
  });
  test("counts where its permissions hold, where the service says where it is", async () => {
    const passport = await sign();
    expect(reasonOf(passport, { organization: "northmoor", project: "retrieval" })).toBeNull();
    expect(reasonOf(passport, { organization: "halden" })).toBe("place");
    expect(reasonOf(passport, { organization: "northmoor", project: "other" })).toBe("place");
    const nowhere = await signPassport(key, { ...fields, organization: null, project: null }, null, now);
    expect(reasonOf(nowhere, { organization: "northmoor" })).toBe("place");
  });
  test("goes with the body it was made for", async () => {
    const body = '{"model":"llama"}';
    const passport = await sign(bodyDigest(Buffer.from(body)));
    expect(reasonOf(passport, { body })).toBeNull();
    expect(reasonOf(passport, { body: Buffer.from(body) })).toBeNull();
    expect(reasonOf(passport, { body: `${body} ` })).toBe("body");
    expect(reasonOf(await sign(), { body: "" })).toBeNull();
    expect(reasonOf(await sign(), { body })).toBe("body");
  });
  test("with any one character changed is refused", async () => {
    const passport = await sign();
    for (let at = 0; at < passport.length; at++) {
      const other = passport[at] === "A" ? "B" : "A";
      expect(reasonOf(passport.slice(0, at) + other + passport.slice(at + 1))).not.toBeNull();
    }
  });
});

test.each([
  [undefined, "missing"],
  [null, "missing"],
  ["", "missing"],
  ["a.b", "malformed"],
  [["a.b.c", "a.b.c"], "malformed"],
  ["x".repeat(20_000), "malformed"],
  [forge(claims, { alg: "none" }), "algorithm"],
  [forge(claims, { alg: "RS256" }), "algorithm"],
  [forge(claims, { typ: "JWT" }), "algorithm"],
  [forge(claims, { crit: ["exp"] }), "malformed"],
  [forge({ ...claims, exp: claims.iat + 61 }), "life"],
  [forge({ ...claims, exp: "soon" }), "malformed"],
  [forge({ ...claims, exp: claims.iat + 60, permissions: "all" }), "malformed"],
  [forge({ ...claims, exp: claims.iat + 60, kid: "k1" }), "malformed"],
  [forge({ ...claims, exp: claims.iat + 60, organization: undefined }), "malformed"],
  [forge({ ...claims, exp: claims.iat + 60, aud: ["models", "billing"] }), "malformed"],
])("%j is refused: %s", (header, reason) => {
  expect(reasonOf(header)).toBe(reason);
});

test("a key that is too short is an error and no answer", async () => {
  const passport = await sign();
  const short = [{ kid: "k2", secret: "c2hvcnQ" }];
  expect(() => verifyPassport(passport, { ...options, keys: short })).toThrow("32 bytes");
});

test("a gateway is known by its own secret, and speaks for its own audience", () => {
  const other = { ...key, kid: "k7", aud: "billing", gateway: secret(7) };
  expect(isGatewayOf([key, other], "models", secret(8))).toBe(true);
  expect(isGatewayOf([key, other], "models", secret(7))).toBe(false);
  expect(isGatewayOf([key, other], "models", secret(2))).toBe(false);
  expect(isGatewayOf([key, other], "models", "")).toBe(false);
  expect(isGatewayOf([key, other], "nobody", secret(8))).toBe(false);
});

describe("the key that signs", () => {
  const of = (kid: string, from?: string): PassportKey => ({
    kid,
    aud: "models",
    secret: secret(1),
    gateway: secret(9),
    from,
  });
  const all = [of("old"), of("now", "2026-11-01T00:00:00Z"), of("next", "2026-12-01T00:00:00Z")];
  test("is the newest that is not from the future, and follows the calendar", () => {
    expect(signingKey(all, "models", now)?.kid).toBe("now");
    expect(signingKey(all, "models", new Date("2026-12-02T00:00:00Z"))?.kid).toBe("next");
    expect(signingKey([all[2] as PassportKey], "models", now)).toBeNull();
    expect(signingKey(all, "billing", now)).toBeNull();
  });
  test("rotates without a moment at which a passport is refused", async () => {
    const verifier = all.map(({ kid, secret }) => ({ kid, secret }));
    for (const at of ["2026-11-30T23:59:59Z", "2026-12-01T00:00:00Z"].map((text) => new Date(text))) {
      const passport = await signPassport(signingKey(all, "models", at) as PassportKey, fields, null, at);
      expect(verifyPassport(passport, { keys: verifier, audience: "models", now: at.getTime() }).ok).toBe(
        true,
      );
    }
  });
});
