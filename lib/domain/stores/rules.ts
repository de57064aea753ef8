import type { StoreKind } from "#lib/domain/clusters/contract/brought.ts";

/** A store that the platform lets projects refer to, as it is set. `prefix` may hold {organization} and {project}. */
export type StoreSetting = { kind: StoreKind; name: string; prefix: string };

/** A store as one project may use it: only what begins with `prefix` is its own there. */
export type OfferedStore = { id: string; kind: StoreKind; name: string; prefix: string };

/** The stores that a project may refer to. */
export const offeredStores = (
  settings: readonly StoreSetting[],
  place: { organization: string; project: string },
): OfferedStore[] =>
  settings.map(({ kind, name, prefix }) => ({
    id: `${kind}/${name}`,
    kind,
    name,
    prefix: prefix.replaceAll("{organization}", place.organization).replaceAll("{project}", place.project),
  }));

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
