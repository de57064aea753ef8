import { z } from "zod";
import {
  changeOperation,
  instant,
  page,
  pageOf,
  paging,
  readOperation,
} from "#lib/domain/access/operation.ts";
import { organizationRoles } from "#lib/domain/access/permissions.ts";
import { withTenant } from "#lib/infra/db/transaction.ts";
import { createOrganizationCommand } from "./commands.ts";
import { listOwnOrganizations } from "./data.ts";
import { createOrganizationInput } from "./schema.ts";

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
  read: async ({ tx, caller, query: { limit, after } }) => {
    const { userId, organizationId, actorId, grants } = caller;
    const own = tx && userId ? await listOwnOrganizations(tx, userId) : [];
    const service =
      userId === null && organizationId
        ? await withTenant({ organizationId, actorId }, (tenant) =>
            tenant.organization.findMany({ where: { id: organizationId, state: "active" } }),
          )
        : [];
    const rows = [...own, ...service.map((found) => ({ ...found, role: grants?.organizationRole ?? null }))]
      .filter(({ id }) => organizationId === null || id === organizationId)
      .filter(({ slug }) => after === undefined || slug > after)
      .sort((one, other) => (one.slug < other.slug ? -1 : 1));
    return {
      value: pageOf(
        rows,
        limit,
        ({ slug }) => slug,
        (found) => found,
      ),
    };
  },
});

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
  input: ({ body }) => body,
  show: ({ slug }) => ({ slug }),
});

export const getOrganization = readOperation({
  id: "getOrganization",
  path: "/organizations/{org}",
  tag: "organizations",
  summary: "One organization",
  at: "organization",
  permission: null,
  params: z.object({ org: z.string().max(63) }),
  output: row.extend({ createdAt: instant }).meta({ id: "Organization" }),
  versioned: true,
  read: async ({ tx, scope }) => {
    const found = await tx.organization.findUniqueOrThrow({ where: { id: scope.organizationId } });
    return { value: { ...found, role: scope.holder.organizationRole }, version: found.version };
  },
});
