import { createPrivateKey, createPublicKey, randomUUID, sign, verify } from "node:crypto";
import { importJWK, type JWTPayload, SignJWT } from "jose";
import { z } from "zod";
import { keyFile, newestOf } from "./key-file.ts";

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/, "needs 32 bytes in base64url");

/** Whether the public part is that of the private one: a set that verifies nothing must end the start, not every call. */
function belongs({ kty, crv, x, y, d }: { kty: string; crv: string; x: string; y: string; d: string }) {
  try {
    const probe = Buffer.from("portico");
    const made = sign("sha256", probe, createPrivateKey({ key: { kty, crv, x, y, d }, format: "jwk" }));
    return verify("sha256", probe, createPublicKey({ key: { kty, crv, x, y }, format: "jwk" }), made);
  } catch {
    return false;
  }
}

/**
 * Keys that Portico signs the tokens of callers of models with: private JWKs of the curve P-256, for ES256 and nothing else. The newest
 * that is not `from` the future signs; the public parts of all are in the key set, so that whoever verifies knows one before it signs.
 */
export const signingKeys = z
  .array(
    z
      .strictObject({
        kty: z.literal("EC"),
        crv: z.literal("P-256"),
        kid: z.string().min(1).max(100),
        x: coordinate,
        y: coordinate,
        d: coordinate,
        alg: z.literal("ES256").optional(),
        use: z.literal("sig").optional(),
        from: z.iso.datetime({ offset: true }).optional(),
      })
      .refine(belongs, "has a public part of another key"),
  )
  .refine((keys) => new Set(keys.map(({ kid }) => kid)).size === keys.length, "has one kid twice");
export type SigningKey = z.infer<typeof signingKeys>[number];

/** The keys of a file, read again when it has changed. @throws when they cannot be read */
export const signingKeysOfFile = keyFile(signingKeys);

/** The key set that anybody may read: the public parts, each for one algorithm. */
export const publicKeySet = (keys: readonly SigningKey[]) => ({
  keys: keys.map(({ kty, crv, kid, x, y }) => ({ kty, crv, x, y, kid, alg: "ES256", use: "sig" })),
});

/** The most that a token of ours lives, in seconds. */
export const tokenSeconds = 300;

/**
 * Signs an access token (RFC 9068: ES256, `typ` at+jwt) of five minutes, or until `end` if that comes first. Null when no key has begun.
 * @param claims with `iss`, `sub` and `aud`; times and `jti` are added
 */
export async function signAccessToken(
  keys: readonly SigningKey[],
  claims: JWTPayload & { iss: string; sub: string; aud: string },
  end: Date | null = null,
  now = new Date(),
): Promise<{ token: string; seconds: number } | null> {
  const key = newestOf(keys, now);
  if (!key) return null;
  const iat = Math.floor(now.getTime() / 1000);
  const seconds = end ? Math.min(tokenSeconds, Math.floor(end.getTime() / 1000) - iat) : tokenSeconds;
  const { kid } = key;
  const token = await new SignJWT({ ...claims, iat, exp: iat + seconds, jti: randomUUID() })
    .setProtectedHeader({ alg: "ES256", typ: "at+jwt", kid })
    .sign(await importJWK(key, "ES256"));
  return { token, seconds };
}
