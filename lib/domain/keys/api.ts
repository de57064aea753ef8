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
  createKeyCommand,
  revokeKeyCommand,
  revokeOwnKeyCommand,
  revokePlatformKeyCommand,
} from "./commands.ts";
import { listKeys as readKeys, listOwnKeys as readOwnKeys } from "./data.ts";
import { createKeyInput } from "./schema.ts";

const kind = z.enum(["personal", "service", "platform"]);
const key = z
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
  .meta({ id: "Key" });

/** Whose keys somebody sees: everybody's, their own, or (a service) none. */
function visibleTo({ holder, userId }: TenantScope): { userId?: string } | null {
  if (can({ ...holder, scopes: null }, "keys:manage")) return {};
  return userId ? { userId } : null;
}

export const listKeys = readOperation({
  id: "listKeys",
  path: "/keys",
  tag: "keys",
  summary: "Keys of the organization, newest first",
  description: "All of them for those who manage keys, to others their own. Never a secret.",
  at: "organization",
  permission: null,
  scope: "keys:read",
  query: paging(z.uuid()),
  output: page(key),
  read: async ({ tx, scope, query: { limit, after } }) => {
    const whose = visibleTo(scope);
    if (!whose) return { value: { items: [], next: null } };
    const { rows, older } = await readKeys(tx, scope.organizationId, { ...whose, before: after, limit });
    return { value: pageFrom(rows, older) };
  },
});

const params = z.object({ key: z.uuid() });

export const getKey = readOperation({
  id: "getKey",
  path: "/keys/{key}",
  tag: "keys",
  summary: "One key, without its secret",
  at: "organization",
  permission: null,
  scope: "keys:read",
  params,
  output: key,
  read: async ({ tx, scope, params: { key: id } }) => {
    const whose = visibleTo(scope);
    if (!whose) return null;
    const { rows } = await readKeys(tx, scope.organizationId, { ...whose, id, limit: 1 });
    return rows[0] ? { value: rows[0] } : null;
  },
});

export const listOwnKeys = readOperation({
  id: "listOwnKeys",
  path: "/me/keys",
  tag: "keys",
  summary: "The caller's own keys of every organization and of the platform, newest first",
  at: "own",
  permission: null,
  scope: "keys:read",
  everywhere: true,
  output: z.object({
    items: z.array(
      key
        .extend({ organization: z.object({ slug: z.string(), displayName: z.string() }).nullable() })
        .meta({ id: "OwnKey" }),
    ),
  }),
  read: async ({ tx, caller }) => ({ value: { items: tx ? await readOwnKeys(tx, caller.actorId) : [] } }),
});

export const revokeOwnKey = changeOperation({
  id: "revokeOwnKey",
  method: "delete",
  path: "/me/keys/{key}",
  tag: "keys",
  summary: "End one of the caller's own keys, whatever became of its organization",
  at: "own",
  command: revokeOwnKeyCommand,
  scope: "keys:write",
  params,
  output: null,
  input: ({ params: { key: id } }) => ({ id }),
});

export const createKey = changeOperation({
  id: "createKey",
  method: "post",
  path: "/keys",
  tag: "keys",
  summary: "Make a key",
  description:
    "The secret is in this answer and in no other: a repeated request is answered 409. A key that is made with a key ends with it, at the latest; keys that other issuers made make none.",
  at: "organization",
  command: createKeyCommand,
  body: createKeyInput,
  output: z.object({
    id: z.uuid(),
    key: z.string(),
    kind,
    name: z.string(),
    prefix: z.string(),
    lastFour: z.string(),
    scopes: z.array(z.enum(scopes)),
    expiresAt: instant,
  }),
  status: 201,
});

export const revokeKey = changeOperation({
  id: "revokeKey",
  method: "delete",
  path: "/keys/{key}",
  tag: "keys",
  summary: "End a key",
  at: "organization",
  command: revokeKeyCommand,
  params,
  output: null,
  input: ({ params: { key: id } }) => ({ id }),
});

export const revokePlatformKey = changeOperation({
  id: "revokePlatformKey",
  method: "delete",
  path: "/platform/keys/{key}",
  tag: "platform",
  summary: "End one of the caller's own keys of the platform",
  at: "platform",
  command: revokePlatformKeyCommand,
  params,
  output: null,
  input: ({ params: { key: id } }) => ({ id }),
});
