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
  keepOrganizationCommand,
  requestOrganizationCommand,
  setTierCommand,
  transferOrganizationCommand,
  updateOrganizationCommand,
  withdrawRequestCommand,
} from "./commands.ts";
import { lastRequest, listOrganizationsOf } from "./data.ts";
import {
  createOrganizationInput,
  requestOrganizationInput,
  setTierInput,
  transferInput,
  updateOrganizationInput,
} from "./schema.ts";

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
  description: "Where everybody may make one. Not with a key, which is for one organization.",
  at: "own",
  command: createOrganizationCommand,
  scope: "organization:write",
  body: createOrganizationInput,
  output: z.object({ slug: z.string() }),
  status: 201,
});

export const keepOrganization = changeOperation({
  id: "keepOrganization",
  method: "post",
  path: "/organizations/{org}/keep",
  tag: "organizations",
  summary: "Take an organization's deletion back",
  description:
    "By one of its owners, with a credential that is not for one organization: its own open nothing meanwhile.",
  at: "own",
  command: keepOrganizationCommand,
  params,
  output: null,
  input: ({ params: { org: slug } }) => ({ slug }),
});

export const getOwnRequest = readOperation({
  id: "getOwnOrganizationRequest",
  path: "/me/organization-request",
  tag: "organizations",
  summary: "What became of the caller's last request for an organization; null for none",
  at: "own",
  permission: null,
  everywhere: true,
  output: z
    .object({
      id: z.uuid(),
      slug: z.string(),
      displayName: z.string(),
      state: z.string(),
      decisionReason: z.string().nullable(),
      createdAt: instant,
    })
    .nullable(),
  read: async ({ tx, caller }) => ({ value: tx && (await lastRequest(tx, caller.actorId)) }),
});

export const requestOrganization = changeOperation({
  id: "requestOrganization",
  method: "post",
  path: "/me/organization-request",
  tag: "organizations",
  summary: "Ask the platform's staff for an organization, where they decide",
  at: "own",
  command: requestOrganizationCommand,
  body: requestOrganizationInput,
  output: z.object({ id: z.uuid() }),
  status: 201,
});

export const withdrawRequest = changeOperation({
  id: "withdrawOrganizationRequest",
  method: "delete",
  path: "/me/organization-request/{request}",
  tag: "organizations",
  summary: "Take one's own request back",
  at: "own",
  command: withdrawRequestCommand,
  params: z.object({ request: z.uuid() }),
  output: null,
  input: ({ params: { request: requestId } }) => ({ requestId }),
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
    .extend({
      contactEmail: z.string().nullable(),
      keyMaxDays: z.number().int(),
      revokeLeakedKeys: z.boolean(),
      createdAt: instant,
    })
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
  summary: "Change the name, the contact or the policy for API keys of an organization",
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

export const setOrganizationTier = changeOperation({
  id: "setOrganizationTier",
  method: "put",
  path: "/platform/organizations/{organization}/tier",
  tag: "platform",
  summary: "Give an organization another tier",
  description: "Refused below the tier of one of its projects.",
  at: "platform",
  command: setTierCommand,
  params: z.object({ organization: z.uuid() }),
  body: setTierInput.omit({ organizationId: true }),
  output: null,
  input: ({ params: { organization: organizationId }, body }) => ({ organizationId, ...body }),
});
