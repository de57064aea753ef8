import { createHmac } from "node:crypto";
import type { ProviderKind } from "#lib/domain/tiers/rules.ts";
import { newId } from "#lib/infra/db/id.ts";
import type { WantedChange } from "./mutations.ts";
import { secretKeyOf } from "./names.ts";
import type { AddCredentialInput, StageName, TestResult } from "./schema.ts";

/**
 * Tells two keys apart, and nothing to find one by: an HMAC with the portal's own secret, so that a short key cannot be
 * searched for from the database alone.
 */
export const fingerprintOf = (value: string, secret: string): string =>
  createHmac("sha256", secret).update(value).digest("hex").slice(0, 16);

/** The last four characters; of a key too short to give them away, none. */
export const lastFourOf = (value: string): string => (value.length >= 20 ? value.slice(-4) : "");

/** The change that keeps a key which passed its test. `secret` is the portal's own, for the fingerprint. */
export const wantedKey = (input: AddCredentialInput, result: TestResult, secret: string): WantedChange => ({
  id: newId(),
  secretKey: secretKeyOf(input.kind, input.name),
  kind: input.kind,
  name: input.name,
  replaces: input.replaces,
  key: {
    fingerprint: fingerprintOf(input.value, secret),
    lastFour: lastFourOf(input.value),
    stages: result.stages,
  },
});

/** The change that takes a credential's key out. */
export const wantedRemoval = (credential: {
  secretKey: string;
  kind: string;
  name: string;
  fingerprint: string;
}): WantedChange => ({
  id: newId(),
  secretKey: credential.secretKey,
  kind: credential.kind as ProviderKind,
  name: credential.name,
  replaces: credential.fingerprint,
  key: null,
});

/** Names the cause of a failed test, for the sentence on the screen. `status` is undefined when nobody answered. */
export function causeOf(stage: StageName, status: number | undefined): string {
  if (stage === "dns") return "dns";
  if (stage === "tls") return "tls";
  if (status === undefined) return "unreachable";
  if (status === 401 || status === 403) return "refused";
  if (status === 429) return "limited";
  if (stage === "model" && (status === 404 || status === 200)) return "model";
  if (stage === "quota" && (status === 400 || status === 402)) return "credit";
  if (status >= 500) return "down";
  // It answered well with something else, sends us somewhere else, or does not know the first address of the API.
  return status < 400 || (stage === "signIn" && status === 404) ? "foreign" : "unexpected";
}
