import { z } from "zod";
import {
  changeOperation,
  instant,
  page,
  pageOfAll,
  paging,
  readOperation,
} from "#lib/domain/access/operation.ts";
import { organizationRoles } from "#lib/domain/access/permissions.ts";
import {
  createOrganizationCommand,
  deleteOrganizationCommand,
  transferOrganizationCommand,
  updateOrganizationCommand,
} from "./commands.ts";
import { listOrganizationsOf } from "./data.ts";
import { createOrganizationInput, transferInput, updateOrganizationInput } from "./schema.ts";

const row = z.object({
  id: z.uuid(),
  slug: z.string(),
  displayName: z.string(),
  tier: z.string(),
  role: z.enum(organizationRoles).nullable().meta({ description: "The caller's; null in projects only." }),
});

export const listOrganizations = readOperation({
  id: "listOrganizations",
  path: "/organizations",
  tag: "organizations",
  summary: "Organizations that the caller may act in",
  at: "own",
  permission: null,
  query: paging(z.string().max(63)),
  output: page(row.meta({ id: "OrganizationRow" })),
  read: async ({ caller, query }) => ({
    later: async () => ({
      value: pageOfAll(await listOrganizationsOf(caller), query, ({ slug }) => slug),
    }),
  }),
});

const params = z.object({ org: z.string().max(63) });

export const createOrganization = changeOperation({
  id: "createOrganization",
  method: "post",
  path: "/organizations",
  tag: "organizations",
  summary: "Make an organization of one's own",
  description: "Where everybody may make one. Not with a token, which is for one organization.",
  at: "own",
  command: createOrganizationCommand,
  scope: "organization:write",
  body: createOrganizationInput,
  output: z.object({ slug: z.string() }),
  status: 201,
});

export const getOrganization = readOperation({
  id: "getOrganization",
  path: "/organizations/{org}",
  tag: "organizations",
  summary: "One organization",
  at: "organization",
  permission: null,
  params,
  output: row
    .extend({ contactEmail: z.string().nullable(), createdAt: instant })
    .meta({ id: "Organization" }),
  versioned: true,
  read: async ({ tx, scope }) => {
    const found = await tx.organization.findUniqueOrThrow({ where: { id: scope.organizationId } });
    return { value: { ...found, role: scope.holder.organizationRole }, version: found.version };
  },
});

export const updateOrganization = changeOperation({
  id: "updateOrganization",
  method: "patch",
  path: "/organizations/{org}",
  tag: "organizations",
  summary: "Change the name or the contact of an organization",
  at: "organization",
  command: updateOrganizationCommand,
  params,
  body: updateOrganizationInput.omit({ version: true }),
  output: z.object({ version: z.number().int() }),
  versioned: true,
  input: ({ body, ifMatch }) => ({ ...body, version: ifMatch }),
});

export const transferOrganization = changeOperation({
  id: "transferOrganization",
  method: "post",
  path: "/organizations/{org}/transfer",
  tag: "organizations",
  summary: "Give the ownership to another member",
  at: "organization",
  command: transferOrganizationCommand,
  params,
  body: transferInput,
  output: null,
});

export const deleteOrganization = changeOperation({
  id: "deleteOrganization",
  method: "delete",
  path: "/organizations/{org}",
  tag: "organizations",
  summary: "Ask for an organization's end",
  description:
    "Nobody gets in any more. Until `deleteAfter` an owner can take it back; then everything of it goes.",
  at: "organization",
  command: deleteOrganizationCommand,
  params,
  query: z.object({
    confirm: z.string().max(80).meta({ description: "The organization's short name, once more." }),
  }),
  output: z.object({ deleteAfter: instant }),
  status: 202,
  input: ({ query: { confirm } }) => ({ name: confirm }),
});
