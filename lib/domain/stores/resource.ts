import {
  type ExternalCredential,
  externalCredential,
  MOST_EXTERNAL,
} from "#lib/domain/clusters/contract/brought.ts";
import { type CredentialKindId, kindOf, type Settings } from "#lib/domain/credentials/kinds/index.ts";
import { secretKeyOf } from "#lib/domain/credentials/names.ts";
import { describedBytes, descriptorOf, MOST_DESCRIBED } from "#lib/domain/credentials/rules.ts";
import type { Reference } from "./schema.ts";

/** A credential that is fetched, as its row has it. */
export type FetchedRow = {
  secretKey: string;
  kind: string;
  name: string;
  parts: string[];
  settings: Settings;
  disabled: boolean;
  external: Reference;
};

/** What the cluster is asked for a credential that is fetched. */
export function externalSpec(row: FetchedRow): ExternalCredential {
  const kind = row.kind as CredentialKindId;
  const { store, refreshSeconds, parts } = row.external;
  return {
    name: row.secretKey,
    descriptor: JSON.stringify(descriptorOf(row)),
    store,
    refreshSeconds,
    data: kindOf(kind).parts.flatMap(({ suffix }) => {
      const part = parts[suffix];
      return part ? [{ key: secretKeyOf(kind, row.name, suffix), ...part }] : [];
    }),
  };
}

/** Whether the cluster takes what is asked of it for a credential. */
export const isTaken = (spec: ExternalCredential): boolean => externalCredential.safeParse(spec).success;

/**
 * Pure: of all of an owner's, in the order of their keys, those that the cluster takes together. What it would refuse is left out, though nobody
 * can ask for it any more: with one too many it refuses the whole, and then nobody's rights change and nothing is taken away.
 */
export function fitting<R extends FetchedRow>(rows: readonly R[]): R[] {
  let bytes = 0;
  const taken = rows.filter((row) => {
    const spec = externalSpec(row);
    const more = describedBytes(spec.name, spec.descriptor);
    if (!isTaken(spec) || bytes + more > MOST_DESCRIBED) return false;
    bytes += more;
    return true;
  });
  return taken.slice(0, MOST_EXTERNAL);
}

/** Pure: what the cluster is asked for all of an owner's, in the order of their keys. */
export const externalSpecs = (rows: readonly FetchedRow[]): ExternalCredential[] =>
  fitting(rows).map(externalSpec);
