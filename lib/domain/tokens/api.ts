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
import { createTokenCommand, revokeTokenCommand } from "./commands.ts";
import { listTokens as readTokens } from "./data.ts";
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
    const all = can({ ...scope.holder, scopes: null }, "tokens:manage");
    if (!all && !scope.userId) return { value: { items: [], next: null } };
    const userId = all ? undefined : (scope.userId ?? undefined);
    const { rows, older } = await readTokens(tx, scope.organizationId, { userId, before: after, limit });
    return { value: pageFrom(rows, older) };
  },
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
  params: z.object({ token: z.uuid() }),
  output: null,
  input: ({ params: { token: id } }) => ({ id }),
});
