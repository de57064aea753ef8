import { createHmac } from "node:crypto";
import type { CredentialDescriptor } from "#lib/domain/clusters/contract/credentials.ts";
import { newId } from "#lib/infra/db/id.ts";
import { type CredentialKindId, kindOf, type Material, type Settings } from "./kinds/index.ts";
import type { WantedChange } from "./mutations.ts";
import { secretKeyOf } from "./names.ts";
import type { AddCredentialInput, ChangeKind, TestResult } from "./schema.ts";

/**
 * Tells two values apart, and nothing to find one by: an HMAC with the portal's own secret, so that a short value cannot be
 * searched for from the database alone.
 */
export const fingerprintOf = (value: string, secret: string): string =>
  createHmac("sha256", secret).update(value).digest("hex").slice(0, 16);

/** The last four characters; of a value too short to give them away, or of a text, none. */
export const lastFourOf = (value: string): string =>
  value.length >= 20 && !/\s/.test(value) ? value.slice(-4) : "";

/** The parts that a credential has, as keys of its Secret: the primary one first. */
export const keysOf = (kind: CredentialKindId, name: string, suffixes: readonly string[]): string[] =>
  kindOf(kind)
    .parts.filter(({ suffix }) => suffixes.includes(suffix))
    .map(({ suffix }) => secretKeyOf(kind, name, suffix));

/** Values by key of the Secret. */
export const dataOf = ({ kind, values }: Material, name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([suffix, value]) => [secretKeyOf(kind, name, suffix), value]),
  );

/** A credential with its secret, of what its Secret holds (texts by key); what it has not is left out. */
export function materialOf(
  { kind, name, settings }: { kind: CredentialKindId; name: string; settings: Settings },
  data: Readonly<Record<string, string>>,
): Material {
  const entries = kindOf(kind).parts.flatMap(({ suffix }) => {
    const value = data[secretKeyOf(kind, name, suffix)];
    return value === undefined ? [] : [[suffix, value] as const];
  });
  return { kind, settings, values: Object.fromEntries(entries) };
}

/** What its Secret says of a credential beside the value, for whoever may not read that. */
export function descriptorOf(credential: {
  kind: string;
  name: string;
  parts: readonly string[];
  settings: Settings;
  disabled: boolean;
}): Omit<CredentialDescriptor, "disabled"> & { disabled?: true } {
  const { name, parts, settings, disabled } = credential;
  const kind = credential.kind as CredentialKindId;
  const keys = Object.fromEntries(
    kindOf(kind).parts.flatMap(({ suffix }) => {
      const key = secretKeyOf(kind, name, suffix);
      return parts.includes(key) ? [[suffix, key] as const] : [];
    }),
  );
  return { kind, name, keys, settings, ...(disabled ? { disabled: true as const } : {}) };
}

/** The change that keeps a value which passed its test. `secret` is the portal's own, for the fingerprint. */
export function wantedValue(
  { name, settings, values, kind }: Material & { name: string },
  asked: Pick<AddCredentialInput, "replaces" | "seenOutside" | "expiresAt">,
  result: TestResult | null,
  secret: string,
): WantedChange {
  const [{ suffix }] = kindOf(kind).parts;
  const primary = values[suffix] ?? "";
  return {
    id: newId(),
    what: "value",
    secretKey: secretKeyOf(kind, name),
    kind,
    name,
    replaces: asked.replaces,
    seenOutside: asked.seenOutside ? new Date(asked.seenOutside) : null,
    key: {
      fingerprint: primary && fingerprintOf(primary, secret),
      lastFour: lastFourOf(primary),
      stages: result?.stages ?? [],
      parts: keysOf(kind, name, Object.keys(values)),
      settings,
      expiresAt: asked.expiresAt ? new Date(asked.expiresAt) : null,
    },
  };
}

/** A change of a credential that leaves its value alone, or takes it out. */
export const wantedChange = (
  what: Exclude<ChangeKind, "value">,
  credential: { secretKey: string; kind: string; name: string; fingerprint: string },
  more: Partial<Pick<WantedChange, "settings" | "seenOutside">> = {},
): WantedChange => ({
  id: newId(),
  what,
  secretKey: credential.secretKey,
  kind: credential.kind as CredentialKindId,
  name: credential.name,
  replaces: credential.fingerprint,
  seenOutside: null,
  key: null,
  ...more,
});

/** After so long a test that was asked for is taken for lost, and another one may be asked for. */
export const TEST_LOST_MS = 10 * 60_000;

/** Days before its end at which the people of a credential are told; 0 for the end itself. */
export const expiryDays = [30, 7, 1, 0] as const;

/** The last of those that has come; null for none. */
export function expiryStage(expiresAt: Date | null, now: number): (typeof expiryDays)[number] | null {
  if (!expiresAt) return null;
  const left = expiresAt.getTime() - now;
  return expiryDays.findLast((days) => left <= days * 86_400_000) ?? null;
}
