import { z } from "zod";
import { changeOperation } from "#lib/domain/access/operation.ts";
import { testResult } from "#lib/domain/credentials/change-api.ts";
import {
  addCredentialBody,
  credentialBody,
  credentialExpiryBody,
  credentialSettingsBody,
  keepOutsideBody,
} from "#lib/domain/credentials/schema.ts";
import {
  listCredentialBindings,
  listOrganizationCredentialChanges,
  listOrganizationCredentialSessions,
  listOrganizationCredentials,
  listSharedCredentials,
  params,
} from "./api.ts";
import {
  addOrganizationCredentialCommand,
  changeBindingsCommand,
  configureOrganizationCredentialCommand,
  disableOrganizationCredentialCommand,
  enableOrganizationCredentialCommand,
  expireOrganizationCredentialCommand,
  keepOutsideOrganizationCredentialCommand,
  removeOrganizationCredentialCommand,
  retestOrganizationCredentialCommand,
  settleOrganizationCredentialCommand,
  testOrganizationCredentialCommand,
} from "./commands.ts";
import { bindingsInput } from "./schema.ts";

const byId = ({ params: { credential: credentialId } }: { params: z.infer<typeof params> }) => ({
  credentialId,
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
  versioned: true,
  input: ({ body, ifMatch: version }) => ({ ...body, version }),
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

export const configureOrganizationCredential = changeOperation({
  id: "configureOrganizationCredential",
  method: "put",
  path: "/organization-credentials/{credential}/settings",
  tag: "credentials",
  summary: "Change what is not secret of a credential of the organization",
  description:
    "It is tested anew. A setting that says where the value is sent changes only together with the value (`credential_aim`): add it again with `replaces`.",
  at: "organization",
  command: configureOrganizationCredentialCommand,
  params,
  body: credentialSettingsBody,
  output: null,
  versioned: true,
  input: ({ body, ifMatch: version, ...at }) => ({ ...body, ...byId(at), version }),
});

export const setOrganizationCredentialExpiry = changeOperation({
  id: "setOrganizationCredentialExpiry",
  method: "put",
  path: "/organization-credentials/{credential}/expiry",
  tag: "credentials",
  summary: "Say when a credential of the organization ends",
  description: "Its owners and admins are told 30, 7 and 1 days before, and at the end.",
  at: "organization",
  command: expireOrganizationCredentialCommand,
  params,
  body: credentialExpiryBody,
  output: null,
  versioned: true,
  input: ({ body, ifMatch: version, ...at }) => ({ ...body, ...byId(at), version }),
});

export const keepOutsideOrganizationCredential = changeOperation({
  id: "keepOutsideOrganizationCredential",
  method: "post",
  path: "/organization-credentials/{credential}/keep",
  tag: "credentials",
  summary: "Take what was written into the organization's Secret past Portico for a credential's value",
  description: "It is tested anew, and its fingerprint is not known from then on.",
  at: "organization",
  command: keepOutsideOrganizationCredentialCommand,
  params,
  body: keepOutsideBody,
  output: null,
  versioned: true,
  input: ({ body, ifMatch: version, ...at }) => ({ ...body, ...byId(at), version }),
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
  output: z.object({ testId: z.uuid() }),
  status: 202,
  input: byId,
  show: ({ testId }) => ({ testId }),
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

/** Everything that is offered of an organization's credentials, in the order of the reference. */
export const sharingOperations = [
  listSharedCredentials,
  listOrganizationCredentials,
  addOrganizationCredential,
  testOrganizationCredential,
  removeOrganizationCredential,
  retestOrganizationCredential,
  disableOrganizationCredential,
  enableOrganizationCredential,
  configureOrganizationCredential,
  setOrganizationCredentialExpiry,
  keepOutsideOrganizationCredential,
  listOrganizationCredentialSessions,
  listOrganizationCredentialChanges,
  settleOrganizationCredentialChange,
  listCredentialBindings,
  changeCredentialBindings,
];
