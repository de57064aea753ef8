import { z } from "zod";
import {
  changeOperation,
  instant,
  page,
  pageOfAll,
  paging,
  readOperation,
} from "#lib/domain/access/operation.ts";
import { projectRoles } from "#lib/domain/access/permissions.ts";
import { removeMappingCommand, saveMappingCommand } from "./commands.ts";
import { listMappings, previewMapping, listKnownGroups as readKnown } from "./data.ts";
import { mappedRoles, mappingInput } from "./schema.ts";

const mapping = z
  .object({
    id: z.uuid(),
    issuer: z.string(),
    groupName: z.string(),
    role: z.string(),
    project: z.object({ id: z.uuid(), slug: z.string(), displayName: z.string() }).nullable(),
    people: z.number().int().meta({ description: "How many people it brings the role to." }),
    createdAt: instant,
  })
  .meta({ id: "GroupMapping" });

export const listGroups = readOperation({
  id: "listGroups",
  path: "/groups",
  tag: "groups",
  summary: "Roles that groups bring",
  at: "organization",
  permission: "groups:manage",
  query: paging(z.uuid()),
  output: page(mapping),
  read: async ({ tx, scope, query }) => ({
    value: pageOfAll(await listMappings(tx, scope.organizationId), query, ({ id }) => id),
  }),
});

export const listKnownGroups = readOperation({
  id: "listKnownGroups",
  path: "/groups/known",
  tag: "groups",
  summary: "Issuers that members sign in with, and the groups that they carry",
  at: "organization",
  permission: "groups:manage",
  output: z.object({ items: z.array(z.object({ issuer: z.string(), groups: z.array(z.string()) })) }),
  read: async ({ tx, scope }) => ({ value: { items: await readKnown(tx, scope.organizationId) } }),
});

const reached = z.array(z.object({ userId: z.uuid(), displayName: z.string() }));

export const previewGroup = readOperation({
  id: "previewGroup",
  path: "/groups/preview",
  tag: "groups",
  summary: "Whom a group would reach if it brought a role now",
  at: "organization",
  permission: "groups:manage",
  query: z.object({
    issuer: z.url("url_form").max(500, "too_long"),
    groupName: z.string().trim().min(1, "required").max(200, "too_long"),
    role: z.enum([...mappedRoles, ...projectRoles]),
    projectId: z.uuid().optional().meta({ description: "Left out for a role in the organization." }),
  }),
  output: z.object({
    add: reached,
    remove: reached,
    change: reached.meta({ description: "Who would hold another role in its place." }),
    keep: z.number().int(),
  }),
  read: async ({ tx, scope, query: { projectId = null, ...asked } }) => ({
    value: await previewMapping(tx, scope.organizationId, { ...asked, projectId }),
  }),
});

export const saveGroup = changeOperation({
  id: "saveGroup",
  method: "put",
  path: "/groups",
  tag: "groups",
  summary: "Let a group bring a role",
  description: "To everybody it reaches now, and at each sign-in after. One role of a group at one place.",
  at: "organization",
  command: saveMappingCommand,
  body: mappingInput,
  output: z.object({
    id: z.uuid(),
    added: z.number().int(),
    removed: z.number().int(),
    changed: z.number().int(),
  }),
});

export const removeGroup = changeOperation({
  id: "removeGroup",
  method: "delete",
  path: "/groups/{mapping}",
  tag: "groups",
  summary: "End what a group brings",
  at: "organization",
  command: removeMappingCommand,
  params: z.object({ mapping: z.uuid() }),
  output: null,
  input: ({ params: { mapping: mappingId } }) => ({ mappingId }),
});
