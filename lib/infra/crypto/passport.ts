import { createHash, randomUUID, timingSafeEqual } from "node:crypto";
import { SignJWT } from "jose";
import { z } from "zod";
import { keyFile, newestOf } from "./key-file.ts";

const longSecret = z.string().regex(/^[A-Za-z0-9_-]{43,}$/, "needs at least 32 bytes in base64url");

/**
 * Keys that passports are signed with, one audience each: a service that verifies with a shared secret could issue with it
 * too, and so never gets another's. Of an audience the newest that is not `from` the future signs.
 */
export const passportKeys = z
  .array(
    z.strictObject({
      kid: z.string().min(1).max(100),
      aud: z.string().min(1).max(200),
      /** At least 32 bytes, base64url. */
      secret: longSecret,
      /** What the gateway in front of the audience proves itself with: it never has the key, the services never have this. */
      gateway: longSecret,
      from: z.iso.datetime({ offset: true }).optional(),
      /** Whether the audience is models: its gateway may ask about keys and report what they used. */
      models: z.boolean().optional(),
    }),
  )
  .refine((keys) => new Set(keys.map(({ kid }) => kid)).size === keys.length, "has one kid twice");
export type PassportKey = z.infer<typeof passportKeys>[number];

/** The header that carries a passport to a service. */
export const passportHeader = "x-portico-passport";
/** The most that a passport lives. */
const lifeSeconds = 60;

export type PassportFields = {
  user_id: string;
  email: string | null;
  groups: readonly string[];
  permissions: readonly string[];
  /** Slugs of where the permissions hold; null for nowhere. */
  organization: string | null;
  project: string | null;
  tier: string | null;
  namespace: string | null;
};

const digest = (text: string) => createHash("sha256").update(text).digest();

/** Whether the secret is one of the audience's gateway: with any key of the audience, so that they rotate together. */
export const isGatewayOf = (keys: readonly PassportKey[], audience: string, secret: string): boolean =>
  keys.some(({ aud, gateway }) => aud === audience && timingSafeEqual(digest(gateway), digest(secret)));

/** The key that signs for an audience now; null for an audience that has none. */
export const signingKey = (
  keys: readonly PassportKey[],
  audience: string,
  now = new Date(),
): PassportKey | null =>
  newestOf(
    keys.filter(({ aud }) => aud === audience),
    now,
  );

/** SHA-256 of a body, as passports name it. */
export const bodyDigest = (body: Uint8Array): string => createHash("sha256").update(body).digest("base64url");

/**
 * Signs a passport: a compact JWS (HS256) that says who asks, for one audience and at most a minute.
 * @param digest of the request's body, so that the passport goes with no other; null where the body was not seen
 */
export async function signPassport(
  key: PassportKey,
  fields: PassportFields,
  digest: string | null,
  now = new Date(),
): Promise<string> {
  const iat = Math.floor(now.getTime() / 1000);
  const claims = { ...fields, kid: key.kid, aud: key.aud, iat, exp: iat + lifeSeconds, jti: randomUUID() };
  return new SignJWT({ ...claims, groups: [...fields.groups], body_sha256: digest })
    .setProtectedHeader({ alg: "HS256", typ: "passport+jwt", kid: key.kid })
    .sign(Buffer.from(key.secret, "base64url"));
}

/** The keys of a file, read again when it has changed. @throws when they cannot be read */
export const keysOfFile = keyFile(passportKeys);
