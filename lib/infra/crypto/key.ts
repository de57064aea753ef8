import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A number as exactly `length` base62 digits. */
function base62(value: bigint, length: number): string {
  let rest = value;
  let text = "";
  for (let i = 0; i < length; i++) {
    text = alphabet[Number(rest % 62n)] + text;
    rest /= 62n;
  }
  return text;
}

/** `length` base62 digits, each equally likely. */
function random62(length: number): string {
  let text = "";
  while (text.length < length)
    for (const byte of randomBytes(length))
      if (byte < 248 && text.length < length) text += alphabet[byte % 62];
  return text;
}

const checksum = (text: string) => base62(BigInt(crc32(text)), 6);
/** What every key looks like, for scanners that look for them in texts: no look-around, so that RE2 takes it too. */
export const keyPattern = "\\bptc_(?:usr|prj|svc|plt)_[0-9A-Za-z]{57}\\b";
const form = /^ptc_(?:usr|prj|svc|plt)_[0-9A-Za-z]{51}([0-9A-Za-z]{6})$/;

/** A secret that is shown once: its text, and the part of it that may be shown again. */
export type MintedKey = { text: string; prefix: string; lastFour: string; hash: Uint8Array<ArrayBuffer> };

/**
 * Makes a secret `<kind>` + 8 digits to tell it by + 43 secret digits (256 bits) + 6 digits of a CRC-32, all base62, so that a
 * mistyped one is known without asking the database and scanners can find one in texts.
 * @param kind such as `ptc_usr_`
 */
export function mintKey(kind: `ptc_${"usr" | "prj" | "svc" | "plt"}_`): MintedKey {
  const body = `${kind}${random62(8)}${random62(43)}`;
  const text = `${body}${checksum(body)}`;
  return { text, prefix: text.slice(0, kind.length + 8), lastFour: text.slice(-4), hash: hashKey(text) };
}

/** Whether the text is a secret of ours, by form and checksum alone. */
export function isWellFormed(text: string): boolean {
  const found = form.exec(text);
  return found !== null && checksum(text.slice(0, -6)) === found[1];
}

/** SHA-256: the secret has 256 random bits, so nothing slower makes it safer. */
export const hashKey = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(createHash("sha256").update(text).digest());
