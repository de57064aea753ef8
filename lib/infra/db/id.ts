import { randomBytes } from "node:crypto";

/** A UUIDv7: sorts by the millisecond it was made in. */
export function newId(now = Date.now()): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The id in an address or a text; null for anything that cannot be one. */
export const idIn = (text: unknown): string | null =>
  typeof text === "string" && uuid.test(text) ? text : null;

export { toBase32 } from "./base32.ts";
