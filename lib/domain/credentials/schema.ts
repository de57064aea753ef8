import { z } from "zod";
import { type ProviderKind, providerKinds } from "#lib/domain/tiers/rules.ts";

export const credentialKind = z.enum(providerKinds as [ProviderKind, ...ProviderKind[]]);

export const addCredentialInput = z.object({
  kind: credentialKind,
  name: z
    .string()
    .trim()
    .min(1, "required")
    .max(40, "too_long")
    .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "name_form"),
  /** The key itself. Header-safe, so that a stray line break is an error here and not at the provider. */
  value: z
    .string()
    .trim()
    .min(8, "value_short")
    .max(500, "too_long")
    .regex(/^[\x21-\x7e]+$/, "value_form"),
  /** Fingerprint of the key that it takes the place of; null for a new one. */
  replaces: z.string().max(64).nullable().default(null),
});
export type AddCredentialInput = z.infer<typeof addCredentialInput>;

export const credentialRef = z.object({ credentialId: z.uuid() });
export const changeRef = z.object({ changeId: z.uuid() });

export const stageNames = ["dns", "tls", "signIn", "model", "quota"] as const;
export type StageName = (typeof stageNames)[number];

/** One stage of a test: what it found, how long it took, and the provider's own words when it failed. */
export type Stage = {
  stage: StageName;
  state: "passed" | "failed" | "skipped";
  durationMs: number | null;
  /** HTTP status, when the provider answered. */
  status?: number;
  message?: string;
};

export type TestResult = {
  passed: boolean;
  stages: Stage[];
  durationMs: number;
  /** Names a sentence under `credentialTest`, when it failed. */
  cause: string | null;
};
