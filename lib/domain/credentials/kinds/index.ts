import { anthropic } from "./anthropic.ts";
import { azureOpenai } from "./azure-openai.ts";
import { bedrock } from "./bedrock.ts";
import { gemini } from "./gemini.ts";
import { generic } from "./generic.ts";
import { github } from "./github.ts";
import { gitlab } from "./gitlab.ts";
import { jira } from "./jira.ts";
import type { CredentialGroup, CredentialKind, Handed } from "./kind.ts";
import { openai } from "./openai.ts";
import { openaiCompatible } from "./openai-compatible.ts";
import { registry } from "./registry.ts";
import { vertexAi } from "./vertex-ai.ts";

/** Every kind of credential, in the order in which they are offered. */
export const kinds = {
  anthropic,
  openai,
  "azure-openai": azureOpenai,
  gemini,
  "vertex-ai": vertexAi,
  bedrock,
  "openai-compatible": openaiCompatible,
  jira,
  github,
  gitlab,
  registry,
  generic,
} as const satisfies Record<string, CredentialKind>;

export type CredentialKindId = keyof typeof kinds;
export const credentialKinds = Object.keys(kinds) as [CredentialKindId, ...CredentialKindId[]];

/** A kind by its id, whichever it is. */
export const kindOf = (id: CredentialKindId): CredentialKind => kinds[id];

/** Whether a text names a kind; rows and descriptors are read with it. */
export const isCredentialKind = (id: string): id is CredentialKindId => Object.hasOwn(kinds, id);

/** Whether the chat agent can call the provider of a kind. */
export const answersChat = (id: string): boolean => isCredentialKind(id) && kindOf(id).protocol !== null;

export const kindsIn = (group: CredentialGroup): CredentialKindId[] =>
  credentialKinds.filter((id) => kinds[id].group === group);

/** The end of a kind's primary key in the Secret. */
export const primaryPart = (id: CredentialKindId): string => kindOf(id).parts[0].suffix;

/** What a kind is set to; JSON, never secret. */
export type Settings = Record<string, string | boolean>;

/** A credential with its secret, on its way to a test or into the Secret and nowhere else. */
export type Material = {
  kind: CredentialKindId;
  settings: Settings;
  /** The secret parts by suffix. The primary is there in any case, though it may be empty where the kind allows it. */
  values: Record<string, string>;
};

/** What is wrong with a field: `settings.<name>` or `values.<suffix>`, and a sentence under `reasons`. */
export type Problem = { field: string; reason: string };

/**
 * Reads what somebody gave for a credential: trimmed, filled with what a kind is set to by itself, without what was left
 * empty. Or every problem, one for each field, in the order of the form.
 */
export function readMaterial(
  id: CredentialKindId,
  given: { settings: Record<string, unknown>; values: Record<string, string> },
): { ok: true; material: Material } | { ok: false; problems: Problem[] } {
  const kind = kindOf(id);
  const problems = new Map<string, string>();
  const settings = kind.settings.safeParse(given.settings);
  for (const { code, path, message } of settings.error?.issues ?? []) {
    const field = ["settings", ...path].join(".");
    if (!problems.has(field)) problems.set(field, code === "unrecognized_keys" ? "setting_unknown" : message);
  }
  const values: Record<string, string> = {};
  for (const [index, { suffix, schema, optional }] of kind.parts.entries()) {
    const value = given.values[suffix] ?? "";
    if (optional && value.trim() === "") {
      if (index === 0) values[suffix] = "";
      continue;
    }
    const read = value === "" ? null : schema.safeParse(value);
    if (read?.success) values[suffix] = read.data;
    else problems.set(`values.${suffix}`, read?.error.issues[0]?.message ?? "required");
  }
  for (const suffix of Object.keys(given.values))
    if (!kind.parts.some((part) => part.suffix === suffix)) problems.set(`values.${suffix}`, "part_unknown");
  if (problems.size > 0 || !settings.success)
    return { ok: false, problems: [...problems].map(([field, reason]) => ({ field, reason })) };
  // As JSON: what was left out is not there.
  return { ok: true, material: { kind: id, settings: JSON.parse(JSON.stringify(settings.data)), values } };
}

/** How a credential reaches a session; `parts` are the suffixes that it has. Throws for settings that are not of the kind. */
export function handoverOf(id: CredentialKindId, settings: unknown, parts: readonly string[]): Handed[] {
  const kind = kindOf(id);
  return kind
    .handover(kind.settings.parse(settings))
    .filter((handed) => !("part" in handed) || parts.includes(handed.part));
}
