import { fieldManagers } from "#lib/domain/clusters/contract/meta.ts";
import { keyOwners, type ManagedEntry } from "#lib/infra/kube/managed.ts";

/** What somebody did to a credential's value past Portico. */
export type Outside = {
  what: "changed" | "removed";
  /** The field manager, as the API server recorded it; empty where it records none, as of what was removed. */
  by: string;
  /** When, to the second; null where the API server does not say. */
  at: Date | null;
};

/**
 * What was done past Portico to any of these keys of a Secret, by who owns its fields: that is metadata, and the value is not
 * looked at. Null where every key is Portico's.
 */
export function outsideOf(
  managed: readonly ManagedEntry[] | undefined,
  keys: readonly string[],
): Outside | null {
  for (const key of keys) {
    const owners = keyOwners(managed, key);
    const [owner] = owners;
    if (!owner) return { what: "removed", by: "", at: null };
    if (owners.some(({ manager }) => manager === fieldManagers.web)) continue;
    return { what: "changed", by: owner.manager ?? "", at: owner.time ? new Date(owner.time) : null };
  }
  return null;
}

/** Names one writing, to be told from the next one by the same program. */
export const writingOf = ({ what, by, at }: Outside): string => `${what} ${by} ${at?.toISOString() ?? ""}`;

/** What a row says was done to its value past Portico. */
export const outsideIn = (
  row: { outsideAt: Date | null; outsideBy: string | null; outsideWhat: string | null } | null,
): Outside | null =>
  row?.outsideAt
    ? { what: row.outsideWhat as Outside["what"], by: row.outsideBy ?? "", at: row.outsideAt }
    : null;
