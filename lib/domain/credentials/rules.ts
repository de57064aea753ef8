import { createHash } from "node:crypto";
import type { StageName } from "./schema.ts";

/** The provider that a Secret's key belongs to; null for a key that is not a model provider's. */
export const kindOfSecretKey = (secretKey: string): string | null =>
  /^([a-z]+)-api-key(\.|$)/.exec(secretKey)?.[1] ?? null;

/** Enough of a SHA-256 to tell two keys apart, and nothing to find one by. */
export const fingerprintOf = (value: string): string =>
  createHash("sha256").update(value).digest("hex").slice(0, 16);

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
