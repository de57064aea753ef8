import {
  type CredentialDescriptor,
  type CredentialSecret,
  credentialInWords,
  credentialSecrets,
  findDescriptor,
  isVariableName,
} from "#lib/domain/clusters/contract/credentials.ts";
import { CREDENTIALS_SECRET } from "#lib/domain/clusters/contract/meta.ts";
import { handoverOf, isCredentialKind, primaryPart } from "#lib/domain/credentials/kinds/index.ts";
import { keyOwners, type ManagedEntry } from "#lib/infra/kube/managed.ts";
import type { KubeObject } from "#lib/infra/kube/objects.ts";
import { addressOf } from "./handover/index.ts";
import type { Handed, HandedPart } from "./handover/way.ts";

/** The Secrets of one namespace that hold credentials, by name, as metadata. */
export type SecretsMetadata = Partial<Record<CredentialSecret, Pick<KubeObject, "metadata">>>;

/** What became of the credentials that a session names. Viewers read the messages, so these name no credential. */
export type Resolution =
  | { state: "ready"; credentials: Handed[] }
  /** Not to be had, for a reason that does not pass by itself. */
  | { state: "refused"; reason: string; message: string }
  /** Known, and not in its Secret yet. */
  | { state: "waiting"; message: string };

const refused = (reason: string, message: string): Resolution => ({ state: "refused", reason, message });

/**
 * Finds the credentials that a session names in the Secrets of its own namespace, by what these say of themselves: their
 * values are not looked at, and a key that no Secret describes is none. `expected` are those that others bring, which may
 * come yet. Pure.
 */
export function resolveCredentials(
  refs: readonly { name: string }[],
  secrets: SecretsMetadata,
  expected: ReadonlySet<string> = new Set(),
): Resolution {
  const credentials: Handed[] = [];
  let waiting: Resolution | undefined;
  for (const [at, { name }] of refs.entries()) {
    const found = resolveOne(name, credentialInWords(at, refs.length), secrets, expected.has(name));
    if ("parts" in found) credentials.push(found);
    else if (found.state === "refused") return found;
    else waiting ??= found;
  }
  return waiting ?? clashOf(credentials) ?? { state: "ready", credentials };
}

function resolveOne(
  name: string,
  it: string,
  secrets: SecretsMetadata,
  expected: boolean,
): Handed | Resolution {
  const missing = refused(
    "credential_missing",
    `${it} is not in the project. Add it there, or name another one.`,
  );
  const awaited: Resolution = {
    state: "waiting",
    message: `${it} has not come yet. The session waits for its value.`,
  };
  for (const secret of credentialSecrets) {
    const metadata = secrets[secret]?.metadata;
    const descriptor = findDescriptor(metadata?.annotations, name);
    if (descriptor === undefined) continue;
    if (descriptor?.disabled)
      return refused("credential_disabled", `${it} is disabled. An admin can enable it.`);
    const credential = descriptor && handedOf(name, secret, descriptor);
    if (!credential)
      return refused(
        "credential_unreadable",
        `${it} cannot be read from what the cluster says of it. An admin can replace it.`,
      );
    if (credential.parts.every(({ key }) => holds(metadata?.managedFields, key))) return credential;
    return secret === CREDENTIALS_SECRET ? missing : awaited;
  }
  return expected ? awaited : missing;
}

/** What of a credential is handed over, as its kind says. Undefined when its kind or its settings are not understood. */
function handedOf(
  name: string,
  secret: CredentialSecret,
  { kind, keys, settings }: CredentialDescriptor,
): Handed | undefined {
  if (!isCredentialKind(kind) || keys[primaryPart(kind)] !== name) return undefined;
  const parts: HandedPart[] = [];
  const variables: Record<string, string> = {};
  try {
    for (const handed of handoverOf(kind, settings, Object.keys(keys))) {
      if (!("part" in handed)) variables[handed.variable] = handed.value;
      else if (handed.as === "environment")
        parts.push({ way: "environment", key: keys[handed.part]!, as: handed.variable });
      else {
        const key = keys[handed.part]!;
        parts.push({ way: handed.as, key, as: key });
        if (handed.variable) variables[handed.variable] = addressOf(handed.as, key);
      }
    }
  } catch {
    return undefined;
  }
  return { name, kind, secret, parts, variables, settings };
}

/** Two that would stand at one place, or one that would stand where something of Portico's or its runtime's does. */
function clashOf(credentials: readonly Handed[]): Resolution | undefined {
  const taken = new Map<string, number>();
  const clash = (words: string) => refused("credential_clash", `${words} A session can take one of them.`);
  for (const [at, { parts, variables }] of credentials.entries()) {
    const named = parts.filter(({ way }) => way === "environment").map(({ as }) => as);
    if (![...named, ...Object.keys(variables)].every(isVariableName))
      return refused(
        "credential_clash",
        `${credentialInWords(at, credentials.length)} would be handed over under a name that is no credential's to take.`,
      );
    const places = [...parts.map(({ way, as }) => addressOf(way, as)), ...Object.keys(variables)];
    const other = places.map((place) => taken.get(place)).find((it) => it !== undefined);
    if (other !== undefined)
      return clash(`Credentials ${other + 1} and ${at + 1} of the session are handed over under one name.`);
    for (const place of places) taken.set(place, at);
  }
  const base = credentials.findIndex(({ variables }) => "OPENAI_BASE_URL" in variables);
  const key = taken.get("OPENAI_API_KEY");
  if (base >= 0 && key !== undefined && key !== base)
    return clash(
      `Credential ${base + 1} of the session says where OpenAI's clients go, and would have them take credential ${key + 1} there.`,
    );
  return undefined;
}

/** Whether a Secret has a key, by who owns its fields. Where nobody owns any nothing can be told, and it counts as there. */
const holds = (managed: readonly ManagedEntry[] | undefined, key: string): boolean =>
  !managed?.length || keyOwners(managed, key).length > 0;
