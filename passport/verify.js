import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** The header that carries a passport. */
export const PASSPORT_HEADER = "x-portico-passport";

const LONGEST_LIFE = 60;
const LONGEST_TEXT = 16_384;

const no = (reason) => ({ ok: false, reason });
const isText = (value) => typeof value === "string";
const isTexts = (value) => Array.isArray(value) && value.every(isText);
const isTextOrNull = (value) => value === null || isText(value);

/** The JSON object of one part of the token; undefined for anything else. */
function readPart(part) {
  if (!/^[A-Za-z0-9_-]+$/.test(part)) return undefined;
  try {
    const value = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const isPassport = (claims) =>
  isText(claims.user_id) &&
  isTextOrNull(claims.email) &&
  isTexts(claims.groups) &&
  isTexts(claims.permissions) &&
  isTextOrNull(claims.organization) &&
  isTextOrNull(claims.project) &&
  isTextOrNull(claims.tier) &&
  isTextOrNull(claims.namespace) &&
  isText(claims.aud) &&
  isText(claims.jti) &&
  Number.isInteger(claims.iat) &&
  Number.isInteger(claims.exp) &&
  isTextOrNull(claims.body_sha256);

/** See verify.d.ts. */
export function verifyPassport(
  header,
  { keys, audience, organization, project, body, now = Date.now(), tolerance = 5 },
) {
  if (header === undefined || header === null || header === "") return no("missing");
  // A header that came twice reaches some servers as an array, others joined by a comma.
  if (!isText(header) || header.length > LONGEST_TEXT) return no("malformed");
  const parts = header.split(".");
  if (parts.length !== 3) return no("malformed");
  const [head, payload, signature] = parts;
  const protection = readPart(head);
  if (!protection || protection.crit !== undefined) return no("malformed");
  if (protection.alg !== "HS256" || protection.typ !== "passport+jwt") return no("algorithm");
  const key = keys.find(({ kid }) => kid === protection.kid);
  if (!key) return no("unknown_key");
  const secret = isText(key.secret) ? Buffer.from(key.secret, "base64url") : key.secret;
  if (secret.length < 32) throw new Error(`The key ${key.kid} has fewer than 32 bytes.`);
  const expected = createHmac("sha256", secret).update(`${head}.${payload}`).digest();
  const given = Buffer.from(signature, "base64url");
  // Compared as text too: one signature has one spelling.
  if (given.toString("base64url") !== signature) return no("signature");
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return no("signature");

  const claims = readPart(payload);
  if (!claims || !isPassport(claims) || claims.kid !== protection.kid) return no("malformed");
  if (claims.aud !== audience) return no("audience");
  if (organization !== undefined && claims.organization !== organization) return no("place");
  if (project !== undefined && claims.project !== project) return no("place");
  const seconds = now / 1000;
  if (claims.exp - claims.iat > LONGEST_LIFE) return no("life");
  if (claims.iat > seconds + tolerance) return no("not_yet");
  if (claims.exp <= seconds - tolerance) return no("expired");
  if (body !== undefined) {
    const bytes = isText(body) ? Buffer.from(body, "utf8") : body;
    const digest = createHash("sha256").update(bytes).digest("base64url");
    const matches = claims.body_sha256 === null ? bytes.length === 0 : claims.body_sha256 === digest;
    if (!matches) return no("body");
  }
  return { ok: true, passport: claims };
}
