import { createHmac } from "node:crypto";
import {
  type CredentialDescriptor,
  credentialAnnotation,
} from "#lib/domain/clusters/contract/credentials.ts";
import { stageDue } from "#lib/domain/emails/rules.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import { newId } from "#lib/infra/db/id.ts";
import {
  type CredentialKindId,
  isCredentialKind,
  kindOf,
  type Material,
  type Settings,
} from "./kinds/index.ts";
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

/** Settings as their kind reads them, or why they are not of it, at the field. */
export function readSettings(kind: CredentialKindId, wanted: Record<string, unknown>): Outcome<Settings> {
  const read = kindOf(kind).settings.safeParse(wanted);
  // What is left out of a text is undefined here.
  if (read.success) return done(JSON.parse(JSON.stringify(read.data)) as Settings);
  const [issue] = read.error.issues;
  const reason = issue?.code === "unrecognized_keys" ? "setting_unknown" : (issue?.message ?? "invalid");
  return refused(reason, { field: ["settings", ...(issue?.path ?? [])].map(String).join(".") });
}

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

/**
 * A credential with its secret, all of it from its Secret: a value goes where it was given for, since the address was written in
 * the same call. What it has not is left out. Null when what the Secret says cannot be read. `data` are texts by key.
 */
export function materialOf(
  { kind, keys, settings }: Pick<CredentialDescriptor, "kind" | "keys" | "settings">,
  data: Readonly<Record<string, string>>,
): Material | null {
  const read = isCredentialKind(kind) ? readSettings(kind, settings) : null;
  if (!isCredentialKind(kind) || !read?.ok) return null;
  const entries = kindOf(kind).parts.flatMap(({ suffix }) => {
    const value = data[keys[suffix] ?? ""];
    return value === undefined ? [] : [[suffix, value] as const];
  });
  return { kind, settings: read.value, values: Object.fromEntries(entries) };
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

/**
 * What the descriptors of one owner's credentials come to at most in one of its Secrets, with their keys, in bytes. All annotations
 * of an object have 256 KiB, and a project's copy of its organization's credentials has those of two Secrets: one that is too large is
 * refused as a whole, and what is taken away or switched off would stay in it.
 */
export const MOST_DESCRIBED = 100 * 1024;

/** What a descriptor takes of `MOST_DESCRIBED`, in bytes; the id of a change beside it is always shorter. */
export const describedBytes = (secretKey: string, descriptor: string): number =>
  Buffer.byteLength(credentialAnnotation(secretKey)) + Buffer.byteLength(descriptor);

/** What a credential's descriptor takes of it, in bytes, switched off: it is never longer than that. */
export const bytesOf = (
  credential: { secretKey: string } & Omit<Parameters<typeof descriptorOf>[0], "disabled">,
): number =>
  describedBytes(credential.secretKey, JSON.stringify(descriptorOf({ ...credential, disabled: true })));

/** The change that keeps a value which passed its test. `secret` is the portal's own, for the fingerprint. */
export function wantedValue(
  { name, settings, values, kind }: Material & { name: string },
  asked: Pick<AddCredentialInput, "replaces" | "version" | "seenOutside" | "expiresAt">,
  result: TestResult | null,
  secret: string,
): WantedChange {
  const [{ suffix }] = kindOf(kind).parts;
  const primary = values[suffix] ?? "";
  // Of all parts: another one of them is another value, which whoever saw the one before has not seen.
  const whole =
    Object.keys(values).length > 1
      ? JSON.stringify(Object.entries(values).sort(([one], [other]) => (one < other ? -1 : 1)))
      : primary;
  return {
    id: newId(),
    what: "value",
    secretKey: secretKeyOf(kind, name),
    kind,
    name,
    seen: asked.replaces === null ? null : { id: asked.replaces, version: asked.version },
    seenOutside: asked.seenOutside ? new Date(asked.seenOutside) : null,
    key: {
      fingerprint: primary && fingerprintOf(whole, secret),
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
  credential: { id: string; version: number; secretKey: string; kind: string; name: string },
  more: Partial<Pick<WantedChange, "settings" | "seenOutside">> = {},
): WantedChange => ({
  id: newId(),
  what,
  secretKey: credential.secretKey,
  kind: credential.kind as CredentialKindId,
  name: credential.name,
  seen: { id: credential.id, version: credential.version },
  seenOutside: null,
  key: null,
  ...more,
});

/** What the audit log calls what is done to a credential of a project, or (without one) of an organization. */
export const auditedAs = ({ projectId }: { projectId: string | null }, what: string): string =>
  `${projectId === null ? "organization-credentials" : "credentials"}.${what}`;

/** After so long nobody is at work on a change any more. */
export const LEFT_MS = 30_000;

/** After so long a test that was asked for is taken for lost, and another one may be asked for. */
export const TEST_LOST_MS = 10 * 60_000;

/** Days before its end at which the people of a credential are told; 0 for the end itself. */
export const expiryDays = [30, 7, 1, 0] as const;

/** What an end that somebody sets now begins with: of what has come already nobody is told, as whoever set it knows. */
export const toldAt = (expiresAt: Date | null, now: Date): number | null =>
  stageDue(expiryDays, { expiresAt, expiryTold: null }, now);
