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
import { externalSpec, isTaken } from "./resource.ts";
import type { FetchedInput, Reference, SyncState } from "./schema.ts";

/**
 * A store that the platform lets projects and organizations refer to, as it is set. `prefix` may hold {organization} and {project}, their names, and
 * {organizationId} and {projectId}, which are never given again.
 */
export type StoreSetting = {
  kind: StoreKind;
  name: string;
  prefix: string;
  /** Who may refer to it; left out, both. */
  for?: "projects" | "organizations" | undefined;
};

/** A store as one project or organization may use it: only what begins with `prefix` is its own there. */
export type OfferedStore = { id: string; kind: StoreKind; name: string; prefix: string };

/** Whose keys of a store are meant: a project's (a ProjectScope is one), or with no project the organization's own. */
export type StorePlace = {
  organizationId: string;
  organization: { slug: string };
  projectId?: string | null;
  project?: { slug: string } | null;
};

/**
 * The stores that a project may refer to, or an organization: of keys that begin with what is said of a project it has none, and
 * no store stands in a namespace of its own.
 */
export const offeredStores = (settings: readonly StoreSetting[], place: StorePlace): OfferedStore[] => {
  const { organizationId, organization, projectId, project } = place;
  return settings
    .filter((store) =>
      project
        ? store.for !== "organizations"
        : store.for !== "projects" &&
          store.kind === "ClusterSecretStore" &&
          !/\{project(Id)?\}/.test(store.prefix),
    )
    .map(({ kind, name, prefix }) => ({
      id: `${kind}/${name}`,
      kind,
      name,
      prefix: prefix
        .replaceAll("{organizationId}", organizationId)
        .replaceAll("{projectId}", projectId ?? "")
        .replaceAll("{organization}", organization.slug)
        .replaceAll("{project}", project?.slug ?? ""),
    }));
};

/** Whether the platform still lets somebody refer to all that one of their credentials names. */
export const isOffered = ({ store, parts }: Reference, stores: readonly OfferedStore[]): boolean => {
  const offered = stores.find(({ kind, name }) => kind === store.kind && name === store.name);
  return (
    offered !== undefined &&
    Object.values(parts).every(({ remoteKey }) => keyRefusal(offered, remoteKey) === null)
  );
};

/**
 * Why a key of a store is not for this project or organization to name, or null. A store's rights are the operator's and not theirs,
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

/** What somebody asked for, as its kind and the stores that they may refer to allow it. */
export function wantedReference(
  input: FetchedInput & { kind: string; name: string },
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
    const field = `parts.${suffix}.remoteKey`;
    if (!remoteKey) {
      if (optional && suffix !== parts[0].suffix) continue;
      return refused("required", { field });
    }
    const reason = keyRefusal(store, remoteKey);
    if (reason) return refused(reason, { field, values: { prefix: store.prefix } });
    external.parts[suffix] = { remoteKey, ...(property ? { property } : {}) };
  }
  const keys = keysOf(kind, name, Object.keys(external.parts));
  const wanted = { kind, name, secretKey, parts: keys, settings: read.value, external };
  // Switched off it says so, and is to be taken then too.
  if (!isTaken(externalSpec({ ...wanted, disabled: true })))
    return refused("reference_large", { field: `settings.${longestOf(read.value)}` });
  return done(wanted);
}

/** The setting that has the longest text. */
const longestOf = (settings: Settings): string =>
  Object.entries(settings).sort(([, one], [, other]) => String(other).length - String(one).length)[0]?.[0] ??
  "";

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
