import { type At, type ScopeAt, tenantCommand } from "#lib/domain/access/command.ts";
import type { OrganizationPermission, ProjectPermission } from "#lib/domain/access/permissions.ts";
import { externalSecrets } from "#lib/domain/clusters/contract/brought.ts";
import type { Place } from "#lib/domain/credentials/mutations.ts";
import { type Outcome, refused } from "#lib/domain/outcome.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { KubeError } from "#lib/infra/kube/errors.ts";
import { kube } from "#lib/infra/kube/process.ts";
import { isServed } from "#lib/infra/kube/served.ts";
import { addReference, changeReference } from "./mutations.ts";
import { offeredStores, type StorePlace, type WantedReference, wantedReference } from "./rules.ts";
import { addReferenceInput, changeReferenceInput } from "./schema.ts";

/** Whose credentials are fetched, and by which right that is changed: a project's, or an organization's. */
type Referring<A extends At> = {
  at: A;
  permission: OrganizationPermission | ProjectPermission;
  /** What the audit log's names of the changes begin with. */
  prefix: string;
  placeOf: (scope: ScopeAt<A>) => Place & StorePlace;
};

const target = (name: string | undefined, id?: string) => ({
  target: { kind: "credential", name, ...(id ? { id } : {}) },
});

/** What somebody asked for, if the cluster has who fetches it. */
async function fetchable(
  place: StorePlace,
  input: Parameters<typeof wantedReference>[0],
): Promise<Outcome<WantedReference>> {
  const wanted = wantedReference(input, offeredStores(webEnv().PORTICO_EXTERNAL_STORES, place));
  if (!wanted.ok) return wanted;
  try {
    return (await isServed(kube(), externalSecrets)) ? wanted : refused("operator_missing");
  } catch (error) {
    if (error instanceof KubeError && error.transient) return refused("cluster_unavailable");
    throw error;
  }
}

/** The changes of credentials that are fetched; what they have in common with values is in credentials/keeping.ts. */
function referenceCommands<A extends At>({ at, permission, prefix, placeOf }: Referring<A>) {
  const common = { at, permission, stepUp: true } as const;

  /** Has a credential's value fetched from a store that the platform lets its place refer to. */
  const add = tenantCommand({
    ...common,
    name: `${prefix}.add-reference`,
    input: addReferenceInput,
    prepare: ({ scope, input }) => fetchable(placeOf(scope), input),
    run: async ({ tx, scope, prepared }) => {
      const added = await addReference(tx, placeOf(scope), prepared);
      return {
        ...added,
        audit: {
          ...target(prepared.name, added.ok ? added.value.credentialId : undefined),
          detail: { kind: prepared.kind, from: prepared.external },
        },
      };
    },
  });

  /** Has it fetched from elsewhere, or more or less often, and changes what is kept beside it. */
  const change = tenantCommand({
    ...common,
    name: `${prefix}.change-reference`,
    input: changeReferenceInput,
    prepare: async ({ scope, input: { credentialId: id, ...input } }) => {
      const place = placeOf(scope);
      const found = await withTenant(place, (tx) =>
        tx.credential.findFirst({
          where: { id, projectId: place.projectId, source: "external" },
          select: { kind: true, name: true },
        }),
      );
      return found ? fetchable(place, { ...input, ...found }) : refused("not_found");
    },
    run: async ({ tx, scope, input, prepared }) => {
      const { external, settings } = prepared;
      const changed = await changeReference(tx, placeOf(scope), input, prepared);
      return {
        ...changed,
        audit: {
          ...target(prepared.name, input.credentialId),
          detail: { before: changed.ok ? changed.value : null, after: { external, settings } },
        },
      };
    },
  });

  return { add, change };
}

/** What is done with references of a project. */
export const { add: addReferenceCommand, change: changeReferenceCommand } = referenceCommands({
  at: "project",
  permission: "credentials:manage",
  prefix: "credentials",
  placeOf: ({ organizationId, organization, projectId, project, userId }) => ({
    ...{ organizationId, organization, projectId, project, userId },
  }),
});

/** What is done with references of an organization; the projects that were given them follow by themselves. */
export const { add: addOrganizationReferenceCommand, change: changeOrganizationReferenceCommand } =
  referenceCommands({
    at: "organization",
    permission: "organization-credentials:manage",
    prefix: "organization-credentials",
    placeOf: ({ organizationId, organization, userId }) => ({
      ...{ organizationId, organization, userId },
      projectId: null,
    }),
  });
