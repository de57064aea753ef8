import {
  type CredentialDescriptor,
  type CredentialSecret,
  credentialAnnotation,
  credentialSecrets,
  findDescriptor,
  secretKeyName,
  variableName,
} from "#lib/domain/clusters/contract/credentials.ts";
import { CREDENTIALS_SECRET } from "#lib/domain/clusters/contract/meta.ts";
import { handoverOf, isCredentialKind, primaryPart } from "#lib/domain/credentials/kinds/index.ts";
import type { ManagedEntry } from "#lib/infra/kube/managed.ts";
import type { KubeObject } from "#lib/infra/kube/objects.ts";
import { addressOf } from "./handover/index.ts";
import type { Handed, HandedPart } from "./handover/way.ts";

/** The Secrets of one namespace that hold credentials, by name, as metadata. */
export type SecretsMetadata = Partial<Record<CredentialSecret, Pick<KubeObject, "metadata">>>;

/** What became of the credentials that a session names. */
export type Resolution =
  | { state: "ready"; credentials: Handed[] }
  /** Not to be had, for a reason that does not pass by itself. */
  | { state: "refused"; reason: string; message: string }
  /** Known, and not in its Secret yet. */
  | { state: "waiting"; message: string };

/** What annotations begin with that say what a credential is. */
const DESCRIPTORS = credentialAnnotation("");

const refused = (reason: string, message: string): Resolution => ({ state: "refused", reason, message });

/**
 * Finds the credentials that a session names in the Secrets of its own namespace, by what these say of themselves: their
 * values are not looked at. `expected` are those that others bring, which may come yet. Pure.
 */
export function resolveCredentials(
  refs: readonly { name: string }[],
  secrets: SecretsMetadata,
  expected: ReadonlySet<string> = new Set(),
): Resolution {
  const credentials: Handed[] = [];
  let waiting: Resolution | undefined;
  for (const { name } of refs) {
    const found = resolveOne(name, secrets, expected.has(name));
    if ("parts" in found) credentials.push(found);
    else if (found.state === "refused") return found;
    else waiting ??= found;
  }
  return waiting ?? clashOf(credentials) ?? { state: "ready", credentials };
}

function resolveOne(name: string, secrets: SecretsMetadata, expected: boolean): Handed | Resolution {
  for (const secret of credentialSecrets) {
    const metadata = secrets[secret]?.metadata;
    const descriptor = findDescriptor(metadata?.annotations, name);
    if (descriptor === undefined) continue;
    if (descriptor?.disabled)
      return refused("credential_disabled", `The credential ${name} is disabled. An admin can enable it.`);
    const credential = descriptor && handedOf(name, secret, descriptor);
    if (!credential)
      return refused(
        "credential_unreadable",
        `What the Secret ${secret} says of the credential ${name} cannot be read. Replace the credential.`,
      );
    const there = credential.parts.every(({ key }) => holds(metadata?.managedFields, key) !== false);
    if (there) return credential;
    return secret === CREDENTIALS_SECRET ? missing(name) : awaited(name);
  }
  return expected ? awaited(name) : resolveUndescribed(name, secrets[CREDENTIALS_SECRET]);
}

const awaited = (name: string): Resolution => ({
  state: "waiting",
  message: `Waits for the value of the credential ${name}, which has not come yet.`,
});

const missing = (name: string): Resolution =>
  refused("credential_missing", `The project has no credential ${name}. Add it, or name another one.`);

/** A key that was put into the Secret before there were descriptors, or with kubectl, is a provider's key in a file. */
function resolveUndescribed(name: string, secret: SecretsMetadata[CredentialSecret]): Handed | Resolution {
  if (!secretKeyName.safeParse(name).success || holds(secret?.metadata.managedFields, name) === false)
    return missing(name);
  const whole = wholeOf(name, secret?.metadata.annotations);
  if (whole)
    return refused(
      "credential_part",
      `${name} is a part of the credential ${whole}, and no session names it by itself. Name ${whole}.`,
    );
  return {
    name,
    kind: /^(anthropic|openai)\b(?!-compatible)/.exec(name)?.[1] ?? "generic",
    secret: CREDENTIALS_SECRET,
    parts: [{ way: "file", key: name, as: name }],
    variables: {},
    settings: {},
    optional: true,
  };
}

/** The credential that a key is a part of, as the Secret says: what becomes of its parts is for it to say. */
const wholeOf = (key: string, annotations: Readonly<Record<string, string>> = {}): string | undefined =>
  Object.keys(annotations)
    .filter((note) => note.startsWith(DESCRIPTORS))
    .map((note) => note.slice(DESCRIPTORS.length))
    .find((primary) => Object.values(findDescriptor(annotations, primary)?.keys ?? {}).includes(key));

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
  return { name, kind, secret, parts, variables, settings, optional: false };
}

/** Two that would stand at one place, or one that would stand where something of Portico's or its runtime's does. */
function clashOf(credentials: readonly Handed[]): Resolution | undefined {
  const taken = new Map<string, string>();
  for (const { name, parts, variables } of credentials) {
    const named = parts.filter(({ way }) => way === "environment").map(({ as }) => as);
    const own = [...named, ...Object.keys(variables)].find((as) => !variableName.safeParse(as).success);
    if (own)
      return refused(
        "credential_clash",
        `The credential ${name} would be handed over as ${own}, which is no name for a credential's variable.`,
      );
    const places = [...parts.map(({ way, as }) => addressOf(way, as)), ...Object.keys(variables)];
    for (const place of places) {
      const other = taken.get(place);
      if (other)
        return refused(
          "credential_clash",
          `The credentials ${other} and ${name} are both handed over as ${place}. A session can take one of them.`,
        );
    }
    for (const place of places) taken.set(place, name);
  }
  const base = credentials.find(({ variables }) => "OPENAI_BASE_URL" in variables);
  const key = taken.get("OPENAI_API_KEY");
  if (base && key && key !== base.name)
    return refused(
      "credential_clash",
      `The credential ${base.name} says where OpenAI's clients go, and would have them take ${key} there. A session can take one of them.`,
    );
  return undefined;
}

/**
 * Whether a Secret has a key, by who owns which of its fields: that is part of its metadata, its content is not. Undefined
 * where nobody owns any, so that nothing can be told.
 */
function holds(managed: readonly ManagedEntry[] | undefined, key: string): boolean | undefined {
  if (!managed || managed.length === 0) return undefined;
  return managed.some(
    ({ fieldsV1 }) => fieldsV1?.["f:data"]?.[`f:${key}`] ?? fieldsV1?.["f:stringData"]?.[`f:${key}`],
  );
}
