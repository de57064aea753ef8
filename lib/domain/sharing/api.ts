import { z } from "zod";
import { recordLook } from "#lib/domain/access/mutations.ts";
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
import { outside, stages, usingSession } from "#lib/domain/credentials/api.ts";
import {
  listOpenChanges,
  listUses,
  listCredentials as readCredentials,
} from "#lib/domain/credentials/data.ts";
import { credentialKind } from "#lib/domain/credentials/schema.ts";
import { listBindings, listShared } from "./data.ts";

const permission = "organization-credentials:manage";
export const params = z.object({ credential: z.uuid() });

const credential = z
  .object({
    id: z.uuid(),
    kind: credentialKind,
    name: z.string(),
    secretKey: z.string(),
    parts: z.array(z.string()).meta({ description: "All keys of it in the Secret." }),
    settings: z.record(z.string(), z.union([z.string(), z.boolean()])),
    source: z.enum(["value", "external"]),
    fingerprint: z.string(),
    lastFour: z.string(),
    version: z.number().int().meta({ description: "For If-Match." }),
    updatedAt: instant,
    updatedBy: z.string().nullable(),
    expiresAt: instant.nullable(),
    disabledAt: instant.nullable(),
    outside,
    sessions: z.number().int(),
    running: z.number().int(),
    waiting: z.number().int().meta({ description: "Sessions in the queue that name it." }),
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

export const listOrganizationCredentialSessions = readOperation({
  id: "listOrganizationCredentialSessions",
  path: "/organization-credentials/{credential}/sessions",
  tag: "credentials",
  summary: "Sessions of any project that were given a credential of the organization, newest first",
  at: "organization",
  permission,
  params,
  query: paging(z.uuid()),
  output: page(usingSession.extend({ project: z.string() }).meta({ id: "OrganizationCredentialSession" })),
  read: async ({ tx, params: { credential: credentialId }, query: { after, limit } }) => {
    const found = await tx.credential.count({ where: { id: credentialId, projectId: null } });
    if (found === 0) return null;
    const { rows, older } = await listUses(tx, { projectId: null, credentialId }, behind(after), limit);
    return { value: pageFrom(rows, older) };
  },
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
          expiresAt: instant.nullable(),
          disabled: z.boolean(),
          hidden: z.boolean().meta({ description: "The project has its own of this name, which is used." }),
        })
        .meta({ id: "SharedCredential" }),
    ),
  }),
  locate: inProject,
  read: async ({ tx, scope }) => {
    const rows = await listShared(tx, scope.projectId);
    return { value: { items: rows.map((row) => ({ ...row, disabled: row.disabledAt !== null })) } };
  },
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
