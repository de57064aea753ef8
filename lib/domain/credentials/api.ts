import { z } from "zod";
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
import { can } from "#lib/domain/access/permissions.ts";
import type { ProjectScope } from "#lib/domain/access/scope.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import {
  addCredentialCommand,
  removeCredentialCommand,
  settleCredentialCommand,
  testCredentialCommand,
} from "./commands.ts";
import { listOpenChanges, listUsableCredentials, listCredentials as readCredentials } from "./data.ts";
import { noteSeen } from "./mutations.ts";
import { addCredentialInput, credentialKind, stageNames } from "./schema.ts";

const credential = z.object({
  id: z.uuid(),
  kind: credentialKind,
  name: z.string(),
  testedAt: instant.nullable(),
  testPassed: z.boolean().nullable(),
  details: z
    .object({
      fingerprint: z.string(),
      lastFour: z.string(),
      secretKey: z.string(),
      updatedAt: instant,
      updatedBy: z.string().nullable(),
      sessions: z.number().int(),
    })
    .nullable()
    .meta({ description: "For those who may manage credentials; null to others." }),
});

const stages = z.array(
  z.object({
    stage: z.enum(stageNames),
    state: z.enum(["passed", "failed", "skipped"]),
    durationMs: z.number().nullable(),
    status: z.number().int().optional(),
    message: z.string().optional(),
  }),
);

const testResult = z
  .object({
    passed: z.boolean(),
    stages,
    durationMs: z.number(),
    cause: z.string().nullable(),
  })
  .meta({ id: "CredentialTest" });

/** Credentials by name, with what only those may know who manage them. That they looked is written down. */
async function readVisible(tx: TenantTx, scope: ProjectScope) {
  const usable = await listUsableCredentials(tx, scope.projectId);
  const whole = can(scope.holder, "credentials:manage") ? await readCredentials(tx, scope.projectId) : [];
  if (whole.length > 0) await noteSeen(tx, scope);
  const details = new Map(whole.map((row) => [row.id, row]));
  return usable.map((row) => ({ ...row, details: details.get(row.id) ?? null }));
}

export const listCredentials = readOperation({
  id: "listCredentials",
  path: "/credentials",
  tag: "credentials",
  summary: "Credentials of a project by name, without their values",
  at: "project",
  permission: "credentials:read",
  query: paging(z.string().max(40)).extend({ project: projectName }),
  output: page(credential.meta({ id: "Credential" })),
  locate: inProject,
  read: async ({ tx, scope, query }) => ({
    value: pageOfAll(await readVisible(tx, scope), query, ({ name }) => name),
  }),
});

const params = z.object({ credential: z.uuid() });

/** The project that a credential is of, whoever may see it. */
const projectOf = async ({
  tx,
  params: { credential: id },
}: {
  tx: TenantTx;
  params: { credential: string };
}) =>
  (await tx.credential.findUnique({ where: { id }, select: { project: { select: { slug: true } } } }))
    ?.project.slug ?? null;

export const getCredential = readOperation({
  id: "getCredential",
  path: "/credentials/{credential}",
  tag: "credentials",
  summary: "One credential with its last test, without its value",
  at: "project",
  permission: "credentials:read",
  params,
  output: credential
    .extend({ testStages: stages.nullable().meta({ description: "For those who may manage credentials." }) })
    .meta({ id: "CredentialWithTest" }),
  locate: projectOf,
  read: async ({ tx, scope, params: { credential: id } }) => {
    const found = (await readVisible(tx, scope)).find((row) => row.id === id);
    return found ? { value: { ...found, testStages: found.details?.testStages ?? null } } : null;
  },
});

const asked = addCredentialInput.extend({ project: projectName });
const locate = ({ body }: { body: { project: string } }) => body.project;

export const addCredential = changeOperation({
  id: "addCredential",
  method: "post",
  path: "/credentials",
  tag: "credentials",
  summary: "Keep a provider's key, or put it in the place of another",
  description:
    "It is tested first, and kept only if it passes: in the project's Secret and nowhere else. `replaces` is the fingerprint of the key whose place it takes.",
  at: "project",
  command: addCredentialCommand,
  body: asked,
  output: z.object({ id: z.uuid() }),
  status: 201,
  locate,
  input: ({ body: { project: _, ...key } }) => key,
  // Null is for a key that was taken out.
  show: ({ credentialId }) => ({ id: credentialId as string }),
});

export const removeCredential = changeOperation({
  id: "removeCredential",
  method: "delete",
  path: "/credentials/{credential}",
  tag: "credentials",
  summary: "Take a key out of the project's Secret and forget it",
  at: "project",
  command: removeCredentialCommand,
  params,
  output: null,
  locate: projectOf,
  input: ({ params: { credential: credentialId } }) => ({ credentialId }),
});

export const listCredentialChanges = readOperation({
  id: "listCredentialChanges",
  path: "/credential-changes",
  tag: "credentials",
  summary: "Changes of keys that were cut off, of which it is not known whether the Secret has them",
  at: "project",
  permission: "credentials:manage",
  query: z.object({ project: projectName }),
  output: z.object({
    items: z.array(
      z
        .object({
          id: z.uuid(),
          name: z.string(),
          removal: z.boolean(),
          lastFour: z.string(),
          askedBy: z.string(),
          askedAt: instant,
        })
        .meta({ id: "CredentialChange" }),
    ),
  }),
  locate: inProject,
  read: async ({ tx, scope }) => ({ value: { items: await listOpenChanges(tx, scope.projectId) } }),
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

export const testCredential = changeOperation({
  id: "testCredential",
  method: "post",
  path: "/credentials/test",
  tag: "credentials",
  summary: "Test a provider's key without keeping it",
  description: "The answer is 200 whether the key passes or not; `stages` say what was found on the way.",
  at: "project",
  command: testCredentialCommand,
  body: asked.omit({ replaces: true }),
  output: testResult,
  locate,
  input: ({ body: { project: _, ...key } }) => key,
});
