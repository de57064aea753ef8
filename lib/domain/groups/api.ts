import { z } from "zod";
import {
  changeOperation,
  instant,
  page,
  pageOfAll,
  paging,
  readOperation,
} from "#lib/domain/access/operation.ts";
import { removeMappingCommand, saveMappingCommand } from "./commands.ts";
import { listMappings } from "./data.ts";
import { mappingInput } from "./schema.ts";

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
