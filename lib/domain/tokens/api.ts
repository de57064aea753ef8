import { z } from "zod";
import {
  changeOperation,
  instant,
  page,
  pageFrom,
  paging,
  readOperation,
} from "#lib/domain/access/operation.ts";
import { can, organizationRoles, projectRoles, scopes } from "#lib/domain/access/permissions.ts";
import type { TenantScope } from "#lib/domain/access/scope.ts";
import {
  createTokenCommand,
  revokeOwnTokenCommand,
  revokePlatformTokenCommand,
  revokeTokenCommand,
} from "./commands.ts";
import { listOwnTokens as readOwnTokens, listTokens as readTokens } from "./data.ts";
import { createTokenInput } from "./schema.ts";

const kind = z.enum(["personal", "service", "platform"]);
const token = z
  .object({
    id: z.uuid(),
    kind,
    name: z.string(),
    prefix: z.string(),
    lastFour: z.string(),
    scopes: z.array(z.enum(scopes)),
    organizationRole: z.enum(organizationRoles).nullable(),
    project: z.object({ slug: z.string(), displayName: z.string() }).nullable(),
    projectRole: z.enum(projectRoles).nullable(),
    user: z.object({ id: z.uuid(), displayName: z.string() }).nullable(),
    createdBy: z.string().nullable(),
    createdAt: instant,
    expiresAt: instant,
    lastUsedAt: instant.nullable(),
    lastUsedFrom: z.string().nullable(),
    revokedAt: instant.nullable(),
  })
  .meta({ id: "Token" });

/** Whose tokens somebody sees: everybody's, their own, or (a service) none. */
function visibleTo({ holder, userId }: TenantScope): { userId?: string } | null {
  if (can({ ...holder, scopes: null }, "tokens:manage")) return {};
  return userId ? { userId } : null;
}

export const listTokens = readOperation({
  id: "listTokens",
  path: "/tokens",
  tag: "tokens",
  summary: "Tokens of the organization, newest first",
  description: "All of them for those who manage tokens, to others their own. Never a secret.",
  at: "organization",
  permission: null,
  query: paging(z.uuid()),
  output: page(token),
  read: async ({ tx, scope, query: { limit, after } }) => {
    const whose = visibleTo(scope);
    if (!whose) return { value: { items: [], next: null } };
    const { rows, older } = await readTokens(tx, scope.organizationId, { ...whose, before: after, limit });
    return { value: pageFrom(rows, older) };
  },
});

const params = z.object({ token: z.uuid() });

export const getToken = readOperation({
  id: "getToken",
  path: "/tokens/{token}",
  tag: "tokens",
  summary: "One token, without its secret",
  at: "organization",
  permission: null,
  params,
  output: token,
  read: async ({ tx, scope, params: { token: id } }) => {
    const whose = visibleTo(scope);
    if (!whose) return null;
    const { rows } = await readTokens(tx, scope.organizationId, { ...whose, id, limit: 1 });
    return rows[0] ? { value: rows[0] } : null;
  },
});

export const listOwnTokens = readOperation({
  id: "listOwnTokens",
  path: "/me/tokens",
  tag: "tokens",
  summary: "The caller's own tokens of every organization and of the platform, newest first",
  at: "own",
  permission: null,
  everywhere: true,
  output: z.object({
    items: z.array(
      token
        .extend({ organization: z.object({ slug: z.string(), displayName: z.string() }).nullable() })
        .meta({ id: "OwnToken" }),
    ),
  }),
  read: async ({ tx, caller }) => ({ value: { items: tx ? await readOwnTokens(tx, caller.actorId) : [] } }),
});

export const revokeOwnToken = changeOperation({
  id: "revokeOwnToken",
  method: "delete",
  path: "/me/tokens/{token}",
  tag: "tokens",
  summary: "End one of the caller's own tokens, whatever became of its organization",
  at: "own",
  command: revokeOwnTokenCommand,
  scope: "tokens:write",
  params,
  output: null,
  input: ({ params: { token: id } }) => ({ id }),
});

export const createToken = changeOperation({
  id: "createToken",
  method: "post",
  path: "/tokens",
  tag: "tokens",
  summary: "Make a token",
  description:
    "The secret is in this answer and in no other: a repeated request is answered 409. A token that is made with a token ends with it, at the latest; tokens that other issuers made make none.",
  at: "organization",
  command: createTokenCommand,
  body: createTokenInput,
  output: z.object({
    id: z.uuid(),
    token: z.string(),
    kind,
    name: z.string(),
    prefix: z.string(),
    lastFour: z.string(),
    scopes: z.array(z.enum(scopes)),
    expiresAt: instant,
  }),
  status: 201,
});

export const revokeToken = changeOperation({
  id: "revokeToken",
  method: "delete",
  path: "/tokens/{token}",
  tag: "tokens",
  summary: "End a token",
  at: "organization",
  command: revokeTokenCommand,
  params,
  output: null,
  input: ({ params: { token: id } }) => ({ id }),
});

export const revokePlatformToken = changeOperation({
  id: "revokePlatformToken",
  method: "delete",
  path: "/platform/tokens/{token}",
  tag: "platform",
  summary: "End one of the caller's own tokens of the platform",
  at: "platform",
  command: revokePlatformTokenCommand,
  params,
  output: null,
  input: ({ params: { token: id } }) => ({ id }),
});
