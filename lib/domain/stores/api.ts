import { z } from "zod";
import { changeOperation, inProject, projectName, readOperation } from "#lib/domain/access/operation.ts";
import { params, projectOf } from "#lib/domain/credentials/api.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import {
  addReferenceCommand,
  disableReferenceCommand,
  enableReferenceCommand,
  removeReferenceCommand,
} from "./commands.ts";
import { offeredStores } from "./rules.ts";
import { addReferenceInput, reference, syncState } from "./schema.ts";

const byId = ({ params: { credential: credentialId } }: { params: z.infer<typeof params> }) => ({
  credentialId,
});

export const listCredentialStores = readOperation({
  id: "listCredentialStores",
  path: "/credential-stores",
  tag: "credentials",
  summary: "Stores that a project's credentials may be fetched from",
  at: "project",
  permission: "credentials:manage",
  query: z.object({ project: projectName }),
  output: z.object({
    items: z.array(
      z
        .object({
          id: z.string(),
          kind: z.string(),
          name: z.string(),
          prefix: z.string().meta({ description: "What the project's keys there begin with." }),
        })
        .meta({ id: "CredentialStore" }),
    ),
  }),
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
  description:
    "External Secrets Operator fetches it and fetches it again; Portico never sees it. Fails where the operator is not installed.",
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
  output: z.object({ external: reference, sync: syncState.nullable() }).meta({ id: "CredentialReference" }),
  locate: projectOf,
  read: async ({ tx, scope: { projectId }, params: { credential: id } }) => {
    const found = await tx.credential.findFirst({
      where: { id, projectId, source: "external" },
      select: { external: true, sync: true },
    });
    const { data } = z.object({ external: reference, sync: syncState.nullable() }).safeParse(found);
    return data ? { value: data } : null;
  },
});

export const removeCredentialReference = changeOperation({
  id: "removeCredentialReference",
  method: "delete",
  path: "/credential-references/{credential}",
  tag: "credentials",
  summary: "Forget a credential that is fetched, and have its value taken away",
  at: "project",
  command: removeReferenceCommand,
  params,
  output: null,
  locate: projectOf,
  input: byId,
});

export const disableCredentialReference = changeOperation({
  id: "disableCredentialReference",
  method: "post",
  path: "/credential-references/{credential}/disable",
  tag: "credentials",
  summary: "Switch a credential that is fetched off",
  at: "project",
  command: disableReferenceCommand,
  params,
  output: null,
  locate: projectOf,
  input: byId,
});

export const enableCredentialReference = changeOperation({
  id: "enableCredentialReference",
  method: "post",
  path: "/credential-references/{credential}/enable",
  tag: "credentials",
  summary: "Switch a credential that is fetched on again",
  at: "project",
  command: enableReferenceCommand,
  params,
  output: null,
  locate: projectOf,
  input: byId,
});
