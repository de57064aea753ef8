import { generateKeyPairSync } from "node:crypto";
import { createLocalJWKSet, exportSPKI, importJWK, jwtVerify, SignJWT } from "jose";
import { describe, expect, test } from "vitest";
import { publicKeySet, type SigningKey, signAccessToken, signingKeys, tokenSeconds } from "./signing.ts";

function make(kid: string, from?: string): SigningKey {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x, y, d } = privateKey.export({ format: "jwk" }) as Record<"x" | "y" | "d", string>;
  return { kty: "EC", crv: "P-256", kid, x, y, d, ...(from ? { from } : {}) };
}
const claims = { iss: "https://portico.example", sub: "somebody", aud: "models" };
const expected = { issuer: claims.iss, audience: "models", algorithms: ["ES256"], typ: "at+jwt" };
const old = make("old");
const next = make("next", "2027-01-01T00:00:00Z");
const verify = (token: string, now: Date, keys = [old, next]) =>
  jwtVerify(token, createLocalJWKSet(publicKeySet(keys)), { ...expected, currentDate: now });

describe("tokens that Portico signs", () => {
  test("are of the newest key that has begun, and the set has each before it begins", async () => {
    for (const [time, kid] of [
      ["2026-12-31T23:59:59Z", "old"],
      ["2027-01-01T00:00:00Z", "next"],
    ] as const) {
      const now = new Date(time);
      const made = await signAccessToken([old, next], claims, null, now);
      const { protectedHeader, payload } = await verify(made?.token ?? "", now);
      expect(protectedHeader).toEqual({ alg: "ES256", typ: "at+jwt", kid });
      expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(tokenSeconds);
    }
    expect(await signAccessToken([next], claims, null, new Date("2026-01-01T00:00:00Z"))).toBeNull();
  });
  test("end with what they are made for", async () => {
    const now = new Date("2026-06-01T00:00:00Z");
    const made = await signAccessToken([old], claims, new Date(now.getTime() + 42_900), now);
    expect(made?.seconds).toBe(42);
    await expect(verify(made?.token ?? "", new Date(now.getTime() + 43_000))).rejects.toThrow("exp");
  });
  test("are refused with another algorithm, audience, type or key, also one that was made of the public part", async () => {
    const now = new Date("2026-06-01T00:00:00Z");
    const made = await signAccessToken([old], { ...claims, aud: "other" }, null, now);
    await expect(verify(made?.token ?? "", now)).rejects.toThrow("aud");
    const good = (await signAccessToken([old], claims, null, now))?.token ?? "";
    await expect(verify(good, now, [{ ...next, kid: "old" }])).rejects.toThrow("signature");
    const forge = (alg: string, typ: string, secret: Uint8Array) =>
      new SignJWT({ ...claims, iat: now.getTime() / 1000, exp: now.getTime() / 1000 + 60 })
        .setProtectedHeader({ alg, typ, kid: "old" })
        .sign(secret);
    const [published] = publicKeySet([old]).keys;
    const pem = await exportSPKI(
      (await importJWK(published ?? {}, "ES256", { extractable: true })) as CryptoKey,
    );
    await expect(verify(await forge("HS256", "at+jwt", Buffer.from(pem)), now)).rejects.toThrow("alg");
    const [, body] = good.split(".");
    const none = Buffer.from(JSON.stringify({ alg: "none", typ: "at+jwt" })).toString("base64url");
    await expect(verify(`${none}.${body}.`, now)).rejects.toThrow();
    const signed = await new SignJWT({ ...claims, iat: now.getTime() / 1000, exp: now.getTime() / 1000 + 60 })
      .setProtectedHeader({ alg: "ES256", typ: "JWT", kid: "old" })
      .sign(await importJWK(old, "ES256"));
    await expect(verify(signed, now)).rejects.toThrow("typ");
  });
});

describe("the settings of signing keys", () => {
  test("publish nothing that is private", () => {
    expect(JSON.stringify(publicKeySet([old, next]))).not.toContain(old.d);
    expect(Object.keys(publicKeySet([old]).keys[0] ?? {}).sort()).toEqual(
      ["alg", "crv", "kid", "kty", "use", "x", "y"].sort(),
    );
  });
  test.each([
    ["another curve", { crv: "P-384" }],
    ["a shared secret", { kty: "oct" }],
    ["another's public part", { x: next.x, y: next.y }],
    ["another algorithm", { alg: "HS256" }],
    ["what is no key", { d: "short" }],
  ])("refuse %s", (_, change) => {
    expect(signingKeys.safeParse([{ ...old, ...change }]).success).toBe(false);
  });
  test("refuse one kid twice", () => {
    expect(signingKeys.safeParse([old, { ...next, kid: "old" }]).success).toBe(false);
    expect(signingKeys.safeParse([old, next]).success).toBe(true);
  });
});
