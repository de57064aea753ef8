import { z } from "zod";
import { recordLook } from "#lib/domain/access/mutations.ts";
import {
  changeOperation,
  inProject,
  instant,
  page,
  pageOfAll,
  paging,
  projectName,
  readOperation,
} from "#lib/domain/access/operation.ts";
import { stages } from "#lib/domain/credentials/api.ts";
import { testResult } from "#lib/domain/credentials/change-api.ts";
import { listOpenChanges, listCredentials as readCredentials } from "#lib/domain/credentials/data.ts";
import { addCredentialBody, credentialBody, credentialKind } from "#lib/domain/credentials/schema.ts";
import {
  addOrganizationCredentialCommand,
  changeBindingsCommand,
  disableOrganizationCredentialCommand,
  enableOrganizationCredentialCommand,
  removeOrganizationCredentialCommand,
  retestOrganizationCredentialCommand,
  settleOrganizationCredentialCommand,
  testOrganizationCredentialCommand,
} from "./commands.ts";
import { listBindings, listShared } from "./data.ts";
import { bindingsInput } from "./schema.ts";

const permission = "organization-credentials:manage";
const params = z.object({ credential: z.uuid() });
const byId = ({ params: { credential: credentialId } }: { params: z.infer<typeof params> }) => ({
  credentialId,
});

const credential = z
  .object({
    id: z.uuid(),
    kind: credentialKind,
    name: z.string(),
    secretKey: z.string(),
    settings: z.record(z.string(), z.union([z.string(), z.boolean()])),
    fingerprint: z.string(),
    lastFour: z.string(),
    updatedAt: instant,
    updatedBy: z.string().nullable(),
    expiresAt: instant.nullable(),
    disabledAt: instant.nullable(),
    testing: z.boolean(),
    testedAt: instant.nullable(),
    testPassed: z.boolean().nullable(),
    testStages: stages,
  })
  .meta({ id: "OrganizationCredential" });

export const listOrganizationCredentials = readOperation({
  id: "listOrganizationCredentials",
  path: "/organization-credentials",
  tag: "credentials",
  summary: "Credentials of the organization by name, without their values",
  at: "organization",
  permission,
  query: paging(z.array(z.string().max(40)).length(2)),
  output: page(credential),
  read: async ({ tx, scope, query }) => {
    const rows = await readCredentials(tx, null);
    if (rows.length > 0) await recordLook(tx, scope, { action: "organization-credentials.see" });
    return { value: pageOfAll(rows, query, ({ name, id }) => [name, id]) };
  },
});

export const addOrganizationCredential = changeOperation({
  id: "addOrganizationCredential",
  method: "post",
  path: "/organization-credentials",
  tag: "credentials",
  summary: "Keep a credential of the organization, or put it in the place of another",
  description:
    "Where its kind can be tested, it is tested first and kept only if it passes. Projects have it once they are given it, and follow when it is replaced.",
  at: "organization",
  command: addOrganizationCredentialCommand,
  body: addCredentialBody,
  output: z.object({ id: z.uuid() }),
  status: 201,
  // Null is for one that was taken out.
  show: ({ credentialId }) => ({ id: credentialId as string }),
});

export const testOrganizationCredential = changeOperation({
  id: "testOrganizationCredential",
  method: "post",
  path: "/organization-credentials/test",
  tag: "credentials",
  summary: "Test a credential for the organization without keeping it",
  at: "organization",
  command: testOrganizationCredentialCommand,
  body: credentialBody,
  output: testResult,
});

export const removeOrganizationCredential = changeOperation({
  id: "removeOrganizationCredential",
  method: "delete",
  path: "/organization-credentials/{credential}",
  tag: "credentials",
  summary: "Take a credential from the organization and from every project that has it",
  at: "organization",
  command: removeOrganizationCredentialCommand,
  params,
  output: null,
  input: byId,
});

export const disableOrganizationCredential = changeOperation({
  id: "disableOrganizationCredential",
  method: "post",
  path: "/organization-credentials/{credential}/disable",
  tag: "credentials",
  summary: "Switch a credential off in every project that has it",
  at: "organization",
  command: disableOrganizationCredentialCommand,
  params,
  output: null,
  input: byId,
});

export const enableOrganizationCredential = changeOperation({
  id: "enableOrganizationCredential",
  method: "post",
  path: "/organization-credentials/{credential}/enable",
  tag: "credentials",
  summary: "Switch a credential on again",
  at: "organization",
  command: enableOrganizationCredentialCommand,
  params,
  output: null,
  input: byId,
});

export const retestOrganizationCredential = changeOperation({
  id: "retestOrganizationCredential",
  method: "post",
  path: "/organization-credentials/{credential}/test",
  tag: "credentials",
  summary: "Test a credential of the organization with the value that it has",
  at: "organization",
  command: retestOrganizationCredentialCommand,
  params,
  output: null,
  status: 202,
  input: byId,
});

export const listOrganizationCredentialChanges = readOperation({
  id: "listOrganizationCredentialChanges",
  path: "/organization-credential-changes",
  tag: "credentials",
  summary:
    "Changes of the organization's credentials that were cut off, of which it is not known whether the Secret has them",
  at: "organization",
  permission,
  output: z.object({
    items: z.array(z.object({ id: z.uuid(), name: z.string(), askedBy: z.string(), askedAt: instant })),
  }),
  read: async ({ tx }) => ({ value: { items: await listOpenChanges(tx, null) } }),
});

export const settleOrganizationCredentialChange = changeOperation({
  id: "settleOrganizationCredentialChange",
  method: "post",
  path: "/organization-credential-changes/{change}/settle",
  tag: "credentials",
  summary: "Find out what became of a change that was cut off, and end it by that",
  at: "organization",
  command: settleOrganizationCredentialCommand,
  params: z.object({ change: z.uuid() }),
  output: z.object({ happened: z.boolean() }),
  input: ({ params: { change: changeId } }) => ({ changeId }),
});

export const listSharedCredentials = readOperation({
  id: "listSharedCredentials",
  path: "/shared-credentials",
  tag: "credentials",
  summary: "Credentials that a project has from its organization, by name",
  at: "project",
  permission: "credentials:read",
  query: z.object({ project: projectName }),
  output: z.object({
    items: z.array(
      z
        .object({
          id: z.uuid(),
          kind: z.string(),
          name: z.string(),
          testedAt: instant.nullable(),
          testPassed: z.boolean().nullable(),
          disabled: z.boolean(),
          hidden: z.boolean().meta({ description: "The project has its own of this name, which is used." }),
        })
        .meta({ id: "SharedCredential" }),
    ),
  }),
  locate: inProject,
  read: async ({ tx, scope }) => ({ value: { items: await listShared(tx, scope.projectId) } }),
});

export const listCredentialBindings = readOperation({
  id: "listCredentialBindings",
  path: "/credential-bindings",
  tag: "credentials",
  summary: "Which projects have which of the organization's credentials",
  at: "organization",
  permission,
  query: paging(z.array(z.uuid()).length(2)),
  output: page(
    z
      .object({ credentialId: z.uuid(), projectId: z.uuid(), credential: z.string(), project: z.string() })
      .meta({ id: "CredentialBinding" }),
  ),
  read: async ({ tx, scope, query }) => ({
    value: pageOfAll(await listBindings(tx, scope.organizationId), query, (one) => [
      one.credentialId,
      one.projectId,
    ]),
  }),
});

export const changeCredentialBindings = changeOperation({
  id: "changeCredentialBindings",
  method: "post",
  path: "/credential-bindings",
  tag: "credentials",
  summary: "Give projects credentials of the organization, and take others from them",
  description: "All or nothing. `holding` are running sessions that keep what was taken away until they end.",
  at: "organization",
  command: changeBindingsCommand,
  body: bindingsInput,
  output: z.object({
    bound: z.number().int(),
    unbound: z.number().int(),
    holding: z.array(
      z.object({ credential: z.string(), project: z.string(), session: z.uuid(), title: z.string() }),
    ),
  }),
});
