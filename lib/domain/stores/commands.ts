import { tenantCommand } from "#lib/domain/access/command.ts";
import { externalSecrets } from "#lib/domain/clusters/contract/brought.ts";
import { done, refused } from "#lib/domain/outcome.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { KubeError } from "#lib/infra/kube/errors.ts";
import { kube } from "#lib/infra/kube/process.ts";
import { isServed } from "#lib/infra/kube/served.ts";
import { addReference, removeReference, switchReference } from "./mutations.ts";
import { offeredStores, wantedReference } from "./rules.ts";
import { addReferenceInput, referenceRef } from "./schema.ts";

const common = { at: "project", permission: "credentials:manage" } as const;
const target = (name: string | undefined, id?: string) => ({
  target: { kind: "credential", name, ...(id ? { id } : {}) },
});

/** Has a credential's value fetched from a store that the platform lets the project refer to. */
export const addReferenceCommand = tenantCommand({
  ...common,
  name: "credentials.add-reference",
  stepUp: true,
  input: addReferenceInput,
  prepare: async ({ scope, input }) => {
    const wanted = wantedReference(input, offeredStores(webEnv().PORTICO_EXTERNAL_STORES, scope));
    if (!wanted.ok) return wanted;
    try {
      return (await isServed(kube(), externalSecrets)) ? wanted : refused("operator_missing");
    } catch (error) {
      if (error instanceof KubeError && error.transient) return refused("cluster_unavailable");
      throw error;
    }
  },
  run: async ({ tx, scope, prepared }) => {
    const added = await addReference(tx, scope, prepared);
    return {
      ...added,
      audit: {
        ...target(prepared.name, added.ok ? added.value.credentialId : undefined),
        detail: { kind: prepared.kind, from: prepared.external },
      },
    };
  },
});

/** Forgets a credential that is fetched, and has its value taken away. */
export const removeReferenceCommand = tenantCommand({
  ...common,
  name: "credentials.remove-reference",
  stepUp: true,
  input: referenceRef,
  run: async ({ tx, scope, input: { credentialId } }) => {
    const removed = await removeReference(tx, scope, credentialId);
    if (!removed.ok) return removed;
    return { ...done(), audit: target(removed.value.name, credentialId) };
  },
});

const switching = (on: boolean) =>
  tenantCommand({
    ...common,
    name: on ? "credentials.enable-reference" : "credentials.disable-reference",
    input: referenceRef,
    run: async ({ tx, scope, input: { credentialId } }) => {
      const switched = await switchReference(tx, scope, credentialId, on);
      if (!switched.ok) return switched;
      return { ...done(), audit: target(switched.value.name, credentialId) };
    },
  });

/** Switches a credential that is fetched off: no session that begins from then on is given it. */
export const disableReferenceCommand = switching(false);

/** Switches it on again. */
export const enableReferenceCommand = switching(true);
