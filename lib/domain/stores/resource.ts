import type { ExternalCredential } from "#lib/domain/clusters/contract/brought.ts";
import { type CredentialKindId, kindOf, type Settings } from "#lib/domain/credentials/kinds/index.ts";
import { secretKeyOf } from "#lib/domain/credentials/names.ts";
import { descriptorOf } from "#lib/domain/credentials/rules.ts";
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
