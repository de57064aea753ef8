import { z } from "zod";
import {
  behind,
  inProject,
  instant,
  page,
  pageFrom,
  pageOfAll,
  paging,
  projectName,
  readOperation,
} from "#lib/domain/access/operation.ts";
import { can } from "#lib/domain/access/permissions.ts";
import type { ProjectScope } from "#lib/domain/access/scope.ts";
import type { TenantTx } from "#lib/infra/db/transaction.ts";
import {
  listOpenChanges,
  listUsableCredentials,
  listUses,
  listCredentials as readCredentials,
} from "./data.ts";
import { noteSeen } from "./mutations.ts";
import { changeKinds, credentialKind, stageNames } from "./schema.ts";

/** What was done to a value past Portico, as answers hold it. */
export const outside = z
  .object({ what: z.enum(["changed", "removed"]), by: z.string(), at: instant.nullable() })
  .nullable()
  .meta({ description: "Its value was changed past Portico, and nobody has dealt with that yet." });

/** A session that was given a credential, as answers hold it. */
export const usingSession = z.object({
  id: z.uuid(),
  title: z.string(),
  phase: z.string(),
  createdAt: instant,
  owner: z.string().nullable(),
});

const credential = z.object({
  id: z.uuid(),
  kind: credentialKind,
  name: z.string(),
  testedAt: instant.nullable(),
  testPassed: z.boolean().nullable(),
  disabled: z.boolean(),
  details: z
    .object({
      fingerprint: z.string().meta({ description: "Empty where Portico does not know it." }),
      lastFour: z.string(),
      secretKey: z.string(),
      parts: z.array(z.string()).meta({ description: "All keys of it in the Secret." }),
      settings: z.record(z.string(), z.union([z.string(), z.boolean()])),
      source: z.enum(["value", "external"]),
      createdAt: instant,
      version: z.number().int(),
      updatedAt: instant,
      updatedBy: z.string().nullable(),
      expiresAt: instant.nullable(),
      disabledAt: instant.nullable(),
      outside,
      testing: z.boolean(),
      sessions: z.number().int(),
      running: z.number().int(),
      waiting: z.number().int().meta({ description: "Sessions in the queue that name it." }),
    })
    .nullable()
    .meta({ description: "For those who may manage credentials; null to others." }),
});

/** The stages of a test, as answers hold them. */
export const stages = z.array(
  z.object({
    stage: z.enum(stageNames),
    state: z.enum(["passed", "failed", "skipped"]),
    durationMs: z.number().nullable(),
    status: z.number().int().optional(),
    message: z.string().optional(),
  }),
);

/** Credentials by name, with what only those may know who manage them. That they looked is written down. */
async function readVisible(tx: TenantTx, scope: ProjectScope) {
  const usable = await listUsableCredentials(tx, scope.projectId);
  const whole = can(scope.holder, "credentials:manage") ? await readCredentials(tx, scope.projectId) : [];
  if (whole.length > 0) await noteSeen(tx, scope);
  const details = new Map(whole.map((row) => [row.id, row]));
  return usable.map(({ id, kind, name, testedAt, testPassed, disabledAt }) => {
    const shown = { id, kind, name, testedAt, testPassed, disabled: disabledAt !== null };
    return { ...shown, details: details.get(id) ?? null };
  });
}

export const listCredentials = readOperation({
  id: "listCredentials",
  path: "/credentials",
  tag: "credentials",
  summary: "Credentials of a project by name, without their values",
  at: "project",
  permission: "credentials:read",
  query: paging(z.array(z.string().max(40)).length(2)).extend({ project: projectName }),
  output: page(credential.meta({ id: "Credential" })),
  locate: inProject,
  read: async ({ tx, scope, query }) => ({
    value: pageOfAll(await readVisible(tx, scope), query, ({ name, id }) => [name, id]),
  }),
});

export const params = z.object({ credential: z.uuid() });

/** The project that a credential is of, whoever may see it. */
export const projectOf = async ({
  tx,
  params: { credential: id },
}: {
  tx: TenantTx;
  params: { credential: string };
}) =>
  (await tx.credential.findUnique({ where: { id }, select: { project: { select: { slug: true } } } }))
    ?.project?.slug ?? null;

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
  versioned: true,
  locate: projectOf,
  read: async ({ tx, scope, params: { credential: id } }) => {
    const found = (await readVisible(tx, scope)).find((row) => row.id === id);
    if (!found) return null;
    const { details } = found;
    const value = { ...found, testStages: details?.testStages ?? null };
    return details ? { value, version: details.version } : { value };
  },
});

export const listCredentialSessions = readOperation({
  id: "listCredentialSessions",
  path: "/credentials/{credential}/sessions",
  tag: "credentials",
  summary: "Sessions that were given a credential, newest first",
  at: "project",
  permission: "credentials:manage",
  params,
  query: paging(z.uuid()),
  output: page(usingSession.meta({ id: "CredentialSession" })),
  locate: projectOf,
  read: async ({ tx, scope, params: { credential: credentialId }, query: { after, limit } }) => {
    const { projectId } = scope;
    const found = await tx.credential.count({ where: { id: credentialId, projectId } });
    if (found === 0) return null;
    const { rows, older } = await listUses(tx, { projectId, credentialId }, behind(after), limit);
    return { value: pageFrom(rows, older) };
  },
});

export const listCredentialChanges = readOperation({
  id: "listCredentialChanges",
  path: "/credential-changes",
  tag: "credentials",
  summary: "Changes of credentials that were cut off, of which it is not known whether the Secret has them",
  at: "project",
  permission: "credentials:manage",
  query: z.object({ project: projectName }),
  output: z.object({
    items: z.array(
      z
        .object({
          id: z.uuid(),
          name: z.string(),
          what: z.enum(changeKinds),
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
