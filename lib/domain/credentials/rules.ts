import { createHmac } from "node:crypto";
import type { StageName } from "./schema.ts";

/**
 * Tells two keys apart, and nothing to find one by: an HMAC with the portal's own secret, so that a short key cannot be
 * searched for from the database alone.
 */
export const fingerprintOf = (value: string, secret: string): string =>
  createHmac("sha256", secret).update(value).digest("hex").slice(0, 16);

/** The last four characters; of a key too short to give them away, none. */
export const lastFourOf = (value: string): string => (value.length >= 20 ? value.slice(-4) : "");

/** Names the cause of a failed test, for the sentence on the screen. */
export function causeOf(stage: StageName, status: number | undefined): string {
  if (stage === "dns") return "dns";
  if (stage === "tls") return "tls";
  if (status === undefined) return "unreachable";
  if (status === 401 || status === 403) return "refused";
  if (status === 429) return "limited";
  if (stage === "model" && (status === 404 || status === 200)) return "model";
  if (stage === "quota" && (status === 400 || status === 402)) return "credit";
  return status >= 500 ? "down" : "unexpected";
}
