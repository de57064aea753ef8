import { z } from "zod";
import { changeOperation, inProject, projectName, readOperation } from "#lib/domain/access/operation.ts";
import { params, projectOf } from "#lib/domain/credentials/api.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import {
  addOrganizationReferenceCommand,
  addReferenceCommand,
  changeOrganizationReferenceCommand,
  changeReferenceCommand,
} from "./commands.ts";
import { findReference } from "./data.ts";
import { offeredStores } from "./rules.ts";
import { addReferenceInput, changeReferenceBody, reference, syncState } from "./schema.ts";

const byId = ({ params: { credential: credentialId } }: { params: z.infer<typeof params> }) => ({
  credentialId,
});

const stores = z.object({
  items: z.array(
    z
      .object({
        id: z.string(),
        kind: z.string(),
        name: z.string(),
        prefix: z.string().meta({ description: "What the keys there begin with that may be named." }),
      })
      .meta({ id: "CredentialStore" }),
  ),
});

const found = z
  .object({ external: reference, sync: syncState.nullable() })
  .meta({ id: "CredentialReference" });

const adding =
  "External Secrets Operator fetches it and fetches it again; Portico's web never sees it. Fails where the operator is not installed.";
const changing =
  "Kind and name stay. With other settings, a value that was fetched for another address is taken away until it is fetched anew.";

export const listCredentialStores = readOperation({
  id: "listCredentialStores",
  path: "/credential-stores",
  tag: "credentials",
  summary: "Stores that a project's credentials may be fetched from",
  at: "project",
  permission: "credentials:manage",
  query: z.object({ project: projectName }),
  output: stores,
  locate: inProject,
  read: async ({ scope }) => ({
    value: { items: offeredStores(webEnv().PORTICO_EXTERNAL_STORES, scope) },
  }),
});

export const addCredentialReference = changeOperation({
  id: "addCredentialReference",
  method: "post",
  path: "/credential-references",
  tag: "credentials",
  summary: "Have a credential's value fetched from a store",
  description: adding,
  at: "project",
  command: addReferenceCommand,
  body: addReferenceInput.extend({ project: projectName }),
  output: z.object({ id: z.uuid() }),
  status: 201,
  locate: ({ body }) => body.project,
  input: ({ body: { project: _, ...asked } }) => asked,
  show: ({ credentialId }) => ({ id: credentialId }),
});

export const getCredentialReference = readOperation({
  id: "getCredentialReference",
  path: "/credential-references/{credential}",
  tag: "credentials",
  summary: "Where a credential's value is fetched from, and how that goes",
  at: "project",
  permission: "credentials:manage",
  params,
  output: found,
  versioned: true,
  locate: projectOf,
  read: ({ tx, scope: { projectId }, params: { credential: id } }) => findReference(tx, { id, projectId }),
});

export const changeCredentialReference = changeOperation({
  id: "changeCredentialReference",
  method: "put",
  path: "/credential-references/{credential}",
  tag: "credentials",
  summary: "Have a credential's value fetched from elsewhere, and change its settings",
  description: changing,
  at: "project",
  command: changeReferenceCommand,
  params,
  body: changeReferenceBody,
  output: null,
  versioned: true,
  locate: projectOf,
  input: ({ body, ifMatch: version, ...at }) => ({ ...body, ...byId(at), version }),
});

const organization = { at: "organization", permission: "organization-credentials:manage" } as const;

export const listOrganizationCredentialStores = readOperation({
  id: "listOrganizationCredentialStores",
  path: "/organization-credential-stores",
  tag: "credentials",
  summary: "Stores that the organization's credentials may be fetched from",
  ...organization,
  output: stores,
  read: async ({ scope: { organizationId, organization } }) => ({
    value: { items: offeredStores(webEnv().PORTICO_EXTERNAL_STORES, { organizationId, organization }) },
  }),
});

export const addOrganizationCredentialReference = changeOperation({
  id: "addOrganizationCredentialReference",
  method: "post",
  path: "/organization-credential-references",
  tag: "credentials",
  summary: "Have the value of a credential of the organization fetched from a store",
  description: adding,
  at: "organization",
  command: addOrganizationReferenceCommand,
  body: addReferenceInput,
  output: z.object({ id: z.uuid() }),
  status: 201,
  show: ({ credentialId }) => ({ id: credentialId }),
});

export const getOrganizationCredentialReference = readOperation({
  id: "getOrganizationCredentialReference",
  path: "/organization-credential-references/{credential}",
  tag: "credentials",
  summary: "Where the value of a credential of the organization is fetched from, and how that goes",
  ...organization,
  params,
  output: found,
  versioned: true,
  read: ({ tx, params: { credential: id } }) => findReference(tx, { id, projectId: null }),
});

export const changeOrganizationCredentialReference = changeOperation({
  id: "changeOrganizationCredentialReference",
  method: "put",
  path: "/organization-credential-references/{credential}",
  tag: "credentials",
  summary:
    "Have the value of a credential of the organization fetched from elsewhere, and change its settings",
  description: changing,
  at: "organization",
  command: changeOrganizationReferenceCommand,
  params,
  body: changeReferenceBody,
  output: null,
  versioned: true,
  input: ({ body, ifMatch: version, ...at }) => ({ ...body, ...byId(at), version }),
});

/** Everything that is offered of credentials that are fetched, in the order of the reference. */
export const storeOperations = [
  listCredentialStores,
  addCredentialReference,
  getCredentialReference,
  changeCredentialReference,
  listOrganizationCredentialStores,
  addOrganizationCredentialReference,
  getOrganizationCredentialReference,
  changeOrganizationCredentialReference,
];
