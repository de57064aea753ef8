import { z } from "zod";
import { changeOperation, inProject, projectName } from "#lib/domain/access/operation.ts";
import { params, projectOf, stages } from "./api.ts";
import {
  addCredentialCommand,
  configureCredentialCommand,
  disableCredentialCommand,
  enableCredentialCommand,
  expireCredentialCommand,
  keepOutsideCommand,
  removeCredentialCommand,
  retestCredentialCommand,
  settleCredentialCommand,
  testCredentialCommand,
} from "./commands.ts";
import {
  addCredentialBody,
  credentialBody,
  credentialExpiryBody,
  credentialSettingsBody,
  keepOutsideBody,
} from "./schema.ts";

/** What a test found, as answers hold it. */
export const testResult = z
  .object({
    passed: z.boolean(),
    stages,
    durationMs: z.number(),
    cause: z.string().nullable(),
  })
  .meta({ id: "CredentialTest" });

const byId = ({ params: { credential: credentialId } }: { params: { credential: string } }) => ({
  credentialId,
});

const locate = ({ body }: { body: { project: string } }) => body.project;

export const addCredential = changeOperation({
  id: "addCredential",
  method: "post",
  path: "/credentials",
  tag: "credentials",
  summary: "Keep a credential, or put it in the place of another",
  description:
    "Where its kind can be tested, it is tested first and kept only if it passes. Its values go into the project's Secret and nowhere else. One whose place it takes (`replaces`, in the version of `If-Match`) is replaced whole: parts that are left out go.",
  at: "project",
  command: addCredentialCommand,
  body: addCredentialBody.extend({ project: projectName }),
  output: z.object({ id: z.uuid() }),
  status: 201,
  locate,
  versioned: true,
  input: ({ body: { project: _, ...given }, ifMatch: version }) => ({ ...given, version }),
  // Null is for one that was taken out.
  show: ({ credentialId }) => ({ id: credentialId as string }),
});

export const testCredential = changeOperation({
  id: "testCredential",
  method: "post",
  path: "/credentials/test",
  tag: "credentials",
  summary: "Test a credential without keeping it",
  description: "The answer is 200 whether it passes or not; `stages` say what was found on the way.",
  at: "project",
  command: testCredentialCommand,
  body: credentialBody.extend({ project: projectName }),
  output: testResult,
  locate,
  input: ({ body: { project: _, ...given } }) => given,
});

export const retestCredential = changeOperation({
  id: "retestCredential",
  method: "post",
  path: "/credentials/{credential}/test",
  tag: "credentials",
  summary: "Ask for a test of a credential that is kept",
  description:
    "It is made with the value that the Secret has; `details.testing` of the credential says when it is over.",
  at: "project",
  command: retestCredentialCommand,
  params,
  output: z.object({ testId: z.uuid() }),
  status: 202,
  locate: projectOf,
  input: byId,
  show: ({ testId }) => ({ testId }),
});

export const configureCredential = changeOperation({
  id: "configureCredential",
  method: "put",
  path: "/credentials/{credential}/settings",
  tag: "credentials",
  summary: "Change what is not secret of a credential",
  description:
    "It is tested anew. A setting that says where the value is sent changes only together with the value (`credential_aim`): add it again with `replaces`.",
  at: "project",
  command: configureCredentialCommand,
  params,
  body: credentialSettingsBody,
  output: null,
  locate: projectOf,
  versioned: true,
  input: ({ body, ifMatch: version, ...at }) => ({ ...body, ...byId(at), version }),
});

export const setCredentialExpiry = changeOperation({
  id: "setCredentialExpiry",
  method: "put",
  path: "/credentials/{credential}/expiry",
  tag: "credentials",
  summary: "Say when a credential ends",
  description: "Those who manage it are told 30, 7 and 1 days before, and at the end.",
  at: "project",
  command: expireCredentialCommand,
  params,
  body: credentialExpiryBody,
  output: null,
  locate: projectOf,
  versioned: true,
  input: ({ body, ifMatch: version, ...at }) => ({ ...body, ...byId(at), version }),
});

export const disableCredential = changeOperation({
  id: "disableCredential",
  method: "post",
  path: "/credentials/{credential}/disable",
  tag: "credentials",
  summary: "Switch a credential off: no session that begins from then on is given it",
  at: "project",
  command: disableCredentialCommand,
  params,
  output: null,
  locate: projectOf,
  input: byId,
});

export const enableCredential = changeOperation({
  id: "enableCredential",
  method: "post",
  path: "/credentials/{credential}/enable",
  tag: "credentials",
  summary: "Switch a credential on again",
  at: "project",
  command: enableCredentialCommand,
  params,
  output: null,
  locate: projectOf,
  input: byId,
});

export const keepOutsideCredential = changeOperation({
  id: "keepOutsideCredential",
  method: "post",
  path: "/credentials/{credential}/keep",
  tag: "credentials",
  summary: "Take what was written into the Secret past Portico for a credential's value",
  description: "It is tested anew, and its fingerprint is not known from then on.",
  at: "project",
  command: keepOutsideCommand,
  params,
  body: keepOutsideBody,
  output: null,
  locate: projectOf,
  versioned: true,
  input: ({ body, ifMatch: version, ...at }) => ({ ...body, ...byId(at), version }),
});

export const removeCredential = changeOperation({
  id: "removeCredential",
  method: "delete",
  path: "/credentials/{credential}",
  tag: "credentials",
  summary: "Take a credential out of the project's Secret and forget it",
  at: "project",
  command: removeCredentialCommand,
  params,
  output: null,
  locate: projectOf,
  input: byId,
});

export const settleCredentialChange = changeOperation({
  id: "settleCredentialChange",
  method: "post",
  path: "/credential-changes/{change}/settle",
  tag: "credentials",
  summary: "Find out what became of a change that was cut off, and end it by that",
  at: "project",
  command: settleCredentialCommand,
  params: z.object({ change: z.uuid() }),
  query: z.object({ project: projectName }),
  output: z.object({ happened: z.boolean() }),
  locate: inProject,
  input: ({ params: { change: changeId } }) => ({ changeId }),
});
