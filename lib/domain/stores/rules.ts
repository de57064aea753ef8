import type { ExternalSecret, StoreKind } from "#lib/domain/clusters/contract/brought.ts";
import { LONGEST_PRIMARY_KEY } from "#lib/domain/clusters/contract/credentials.ts";
import {
  type CredentialKindId,
  isCredentialKind,
  kindOf,
  type Settings,
} from "#lib/domain/credentials/kinds/index.ts";
import { secretKeyOf } from "#lib/domain/credentials/names.ts";
import { keysOf, readSettings } from "#lib/domain/credentials/rules.ts";
import { done, type Outcome, refused } from "#lib/domain/outcome.ts";
import type { AddReferenceInput, Reference, SyncState } from "./schema.ts";

/**
 * A store that the platform lets projects refer to, as it is set. `prefix` may hold {organization} and {project}, their names, and
 * {organizationId} and {projectId}, which are never given again.
 */
export type StoreSetting = { kind: StoreKind; name: string; prefix: string };

/** A store as one project may use it: only what begins with `prefix` is its own there. */
export type OfferedStore = { id: string; kind: StoreKind; name: string; prefix: string };

/** Whose keys of a store are meant; a ProjectScope is one. */
export type StorePlace = {
  organizationId: string;
  projectId: string;
  organization: { slug: string };
  project: { slug: string };
};

/** The stores that a project may refer to. */
export const offeredStores = (settings: readonly StoreSetting[], place: StorePlace): OfferedStore[] =>
  settings.map(({ kind, name, prefix }) => ({
    id: `${kind}/${name}`,
    kind,
    name,
    prefix: prefix
      .replaceAll("{organizationId}", place.organizationId)
      .replaceAll("{projectId}", place.projectId)
      .replaceAll("{organization}", place.organization.slug)
      .replaceAll("{project}", place.project.slug),
  }));

/** Whether the platform still lets a project refer to all that one of its credentials names. */
export const isOffered = ({ store, parts }: Reference, stores: readonly OfferedStore[]): boolean => {
  const offered = stores.find(({ kind, name }) => kind === store.kind && name === store.name);
  return (
    offered !== undefined &&
    Object.values(parts).every(({ remoteKey }) => keyRefusal(offered, remoteKey) === null)
  );
};

/**
 * Why a key of a store is not for this project to name, or null. A store's rights are the operator's and not the project's,
 * so nothing may lead out of the prefix, however a provider reads its keys.
 */
export function keyRefusal({ prefix }: Pick<OfferedStore, "prefix">, key: string): string | null {
  if (!key.startsWith(prefix) || key.length === prefix.length) return "store_prefix";
  const segments = decoded(key).split(/[/\\]/);
  return segments.some((segment) => [".", "..", ""].includes(segment)) || /[\p{Cc}?#%]/u.test(key)
    ? "store_key_form"
    : null;
}

const decoded = (key: string): string => {
  try {
    return decodeURIComponent(key);
  } catch {
    return "";
  }
};

/** A credential whose value is to be fetched, as its row keeps it. */
export type WantedReference = {
  kind: CredentialKindId;
  name: string;
  secretKey: string;
  parts: string[];
  settings: Settings;
  external: Reference;
};

/** What somebody asked for, as its kind and the stores that the project may refer to allow it. */
export function wantedReference(
  input: AddReferenceInput,
  stores: readonly OfferedStore[],
): Outcome<WantedReference> {
  const { kind, name, refreshSeconds } = input;
  if (!isCredentialKind(kind)) return refused("kind_unknown", { field: "kind" });
  const { parts } = kindOf(kind);
  const secretKey = secretKeyOf(kind, name);
  if (secretKey.length > LONGEST_PRIMARY_KEY) return refused("too_long", { field: "name" });
  const read = readSettings(kind, input.settings);
  if (!read.ok) return read;
  const store = stores.find(({ id }) => id === input.store);
  if (!store) return refused("store_unknown", { field: "store" });
  const external: Reference = { store: { kind: store.kind, name: store.name }, refreshSeconds, parts: {} };
  for (const suffix of Object.keys(input.parts))
    if (!parts.some((part) => part.suffix === suffix))
      return refused("part_unknown", { field: `parts.${suffix}` });
  for (const { suffix, optional } of parts) {
    const { remoteKey, property } = input.parts[suffix] ?? {};
    const field = `parts.${suffix}`;
    if (!remoteKey) {
      if (optional && suffix !== parts[0].suffix) continue;
      return refused("required", { field });
    }
    const reason = keyRefusal(store, remoteKey);
    if (reason) return refused(reason, { field, values: { prefix: store.prefix } });
    external.parts[suffix] = { remoteKey, ...(property ? { property } : {}) };
  }
  return done({
    kind,
    name,
    secretKey,
    parts: keysOf(kind, name, Object.keys(external.parts)),
    settings: read.value,
    external,
  });
}

/** What the operator says of one credential: nothing yet, or whether it could be fetched, in its own words. */
export function syncOf({ status }: Pick<ExternalSecret, "status">): SyncState {
  const said = status?.conditions?.find(({ type }) => type === "Ready");
  // It also says True when it looked before there was a Secret to fill: nothing was fetched then.
  const ready = said?.reason === "SecretMissing" ? undefined : said;
  return {
    ready: ready ? ready.status === "True" : null,
    reason: ready?.reason ?? "",
    message: (ready?.message ?? "").slice(0, 1000),
    refreshedAt: said && !ready ? null : (status?.refreshTime ?? null),
    since: ready?.lastTransitionTime ?? null,
  };
}
