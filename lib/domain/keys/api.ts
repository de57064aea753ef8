import { z } from "zod";
import {
  behind,
  changeOperation,
  instant,
  page,
  pageFrom,
  paging,
  readOperation,
} from "#lib/domain/access/operation.ts";
import { organizationRoles, projectRoles, scopes } from "#lib/domain/access/permissions.ts";
import {
  createKeyCommand,
  disableKeyCommand,
  enableKeyCommand,
  endKeyOverlapCommand,
  revokeKeyCommand,
  revokeKeysCommand,
  revokeOwnKeyCommand,
  revokePlatformKeyCommand,
  rotateKeyCommand,
  updateKeyCommand,
} from "./commands.ts";
import {
  previewRevocation,
  getKey as readKey,
  listKeys as readKeys,
  listOwnKeys as readOwnKeys,
} from "./data.ts";
import { keyStates } from "./rules.ts";
import {
  createKeyInput,
  keyFilterQuery,
  keyKinds,
  manyMost,
  revokeKeysInput,
  rotateKeyInput,
  updateKeyInput,
} from "./schema.ts";
import { visibleKeys } from "./standing.ts";

const kind = z.enum([...keyKinds, "platform"]);
const most = z.number().nullable();
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
    disabledAt: instant.nullable(),
    disabledBy: z.string().nullable(),
    models: z.array(z.string()),
    routes: z.array(z.string()),
    addresses: z.array(z.string()),
    limits: z.object({
      requestsPerMinute: most,
      tokensPerMinute: most,
      tokensPerMonth: most,
      costPerMonth: most.meta({ description: "US dollars." }),
    }),
    leakReportedAt: instant.nullable(),
    leakSource: z.string().nullable(),
    overlap: z
      .object({
        prefix: z.string(),
        lastFour: z.string(),
        endsAt: instant,
        lastUsedAt: instant.nullable(),
      })
      .nullable()
      .meta({ description: "The secret from before the last rotation, while it works." }),
    version: z.number().int(),
  })
  .meta({ id: "Key" });

export const listKeys = readOperation({
  id: "listKeys",
  path: "/keys",
  tag: "keys",
  summary: "Keys of the organization, newest first",
  description:
    "All of them for those who manage keys, to others their own and those of projects that they manage. Never a secret. Without a state, those that work and those that stopped in the last 30 days.",
  at: "organization",
  permission: null,
  scope: "keys:read",
  query: paging(z.uuid()).extend({
    owner: z.uuid().optional(),
    project: z.string().max(63).optional(),
    kind: z.enum(keyKinds).optional(),
    state: z.enum(keyStates).optional(),
    prefix: z.string().min(1).max(20).optional().meta({ description: "How a secret of the key begins." }),
  }),
  output: page(key),
  read: async ({ tx, scope, query: { limit, after, owner, ...filter } }) => {
    const whose = visibleKeys(scope);
    if (!whose) return { value: { items: [], next: null } };
    const wanted = { ...filter, userId: owner, whose, limit, ...behind(after) };
    const { rows, older } = await readKeys(tx, scope.organizationId, wanted);
    return { value: pageFrom(rows, older) };
  },
});

const params = z.object({ key: z.uuid() });
const ofKey = ({ params: { key: id } }: { params: { key: string } }) => ({ id });

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
  versioned: true,
  read: async ({ tx, scope, params: { key: id } }) => {
    const whose = visibleKeys(scope);
    const found = whose && (await readKey(tx, scope.organizationId, id, whose));
    return found && { value: found, version: found.version };
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
  input: ofKey,
});

export const createKey = changeOperation({
  id: "createKey",
  method: "post",
  path: "/keys",
  tag: "keys",
  summary: "Make a key",
  description:
    "The secret is in this answer and in no other: a repeated request is answered 409. A key that is made with a key ends with it, at the latest; a key with limits, models, routes or addresses makes none, nor do keys that other issuers made.",
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

export const updateKey = changeOperation({
  id: "updateKey",
  method: "patch",
  path: "/keys/{key}",
  tag: "keys",
  summary: "Change a key's name, limits, models, routes or addresses",
  description: "What is left out stays as it is.",
  at: "organization",
  command: updateKeyCommand,
  params,
  body: updateKeyInput.omit({ id: true, version: true }),
  output: z.object({ version: z.number().int() }),
  versioned: true,
  input: ({ params: { key: id }, body, ifMatch }) => ({ ...body, id, version: ifMatch }),
});

export const rotateKey = changeOperation({
  id: "rotateKey",
  method: "post",
  path: "/keys/{key}/rotate",
  tag: "keys",
  summary: "Give a key a new secret",
  description:
    "The secret is in this answer and in no other. The one before works on for the overlap. With a key, that key itself is rotated, or one that was made with it.",
  at: "organization",
  command: rotateKeyCommand,
  params,
  body: rotateKeyInput.omit({ id: true, version: true }),
  output: z.object({
    id: z.uuid(),
    key: z.string(),
    prefix: z.string(),
    lastFour: z.string(),
    version: z.number().int(),
    before: z.object({ prefix: z.string(), lastFour: z.string(), endsAt: instant.nullable() }),
  }),
  versioned: true,
  input: ({ params: { key: id }, body, ifMatch }) => ({ ...body, id, version: ifMatch }),
});

export const endKeyOverlap = changeOperation({
  id: "endKeyOverlap",
  method: "delete",
  path: "/keys/{key}/overlap",
  tag: "keys",
  summary: "End the secret from before a key's last rotation now",
  at: "organization",
  command: endKeyOverlapCommand,
  params,
  output: null,
  input: ofKey,
});

export const disableKey = changeOperation({
  id: "disableKey",
  method: "post",
  path: "/keys/{key}/disable",
  tag: "keys",
  summary: "Refuse a key until it is enabled again",
  at: "organization",
  command: disableKeyCommand,
  params,
  output: null,
  input: ofKey,
});

export const enableKey = changeOperation({
  id: "enableKey",
  method: "post",
  path: "/keys/{key}/enable",
  tag: "keys",
  summary: "Let a disabled key be used again",
  at: "organization",
  command: enableKeyCommand,
  params,
  output: null,
  input: ofKey,
});

export const revokeKey = changeOperation({
  id: "revokeKey",
  method: "delete",
  path: "/keys/{key}",
  tag: "keys",
  summary: "End a key for good",
  at: "organization",
  command: revokeKeyCommand,
  params,
  output: null,
  input: ofKey,
});

export const previewKeyRevocation = readOperation({
  id: "previewKeyRevocation",
  path: "/key-revocations",
  tag: "keys",
  summary: "The keys that a revocation by these conditions would end now",
  description: `Nothing is changed. At least one condition is named; what all of them fit is listed, at most ${manyMost} keys.`,
  at: "organization",
  permission: null,
  scope: "keys:read",
  query: keyFilterQuery,
  output: z.object({
    items: z.array(key),
    more: z.boolean().meta({ description: "Whether there are more than are listed." }),
  }),
  read: async ({ tx, scope, query }) => {
    const whose = visibleKeys(scope);
    if (!whose) return { value: { items: [], more: false } };
    const { rows, more } = await previewRevocation(tx, scope.organizationId, whose, query, manyMost);
    return { value: { items: rows, more } };
  },
});

export const revokeKeys = changeOperation({
  id: "revokeKeys",
  method: "post",
  path: "/key-revocations",
  tag: "keys",
  summary: "End many keys: those of a list that the conditions still fit",
  description: "What was used, ended or changed since the list was made is left alone, and said.",
  at: "organization",
  command: revokeKeysCommand,
  body: revokeKeysInput,
  output: z.object({
    revoked: z.array(z.object({ id: z.uuid(), name: z.string() })),
    skipped: z.array(z.object({ id: z.uuid(), why: z.enum(["revoked", "expired", "differs", "gone"]) })),
  }),
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
  input: ofKey,
});
