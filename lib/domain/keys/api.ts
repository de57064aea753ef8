import { z } from "zod";
import { behind, instant, page, pageFrom, paging, readOperation } from "#lib/domain/access/operation.ts";
import { organizationRoles, projectRoles, scopes } from "#lib/domain/access/permissions.ts";
import { listKeyCalls, readKeyUsage, readMonthUse } from "#lib/domain/usage/data.ts";
import { getKey as readKey, listKeys as readKeys, listOwnKeys as readOwnKeys } from "./data.ts";
import { previewRevocation } from "./many.ts";
import { keyKinds } from "./names.ts";
import { keyStates } from "./rules.ts";
import { keyFilterQuery, manyMost } from "./schema.ts";
import { visibleKeys } from "./standing.ts";

export const keyKind = z.enum([...keyKinds, "platform"]);
const most = z.number().nullable();
const key = z
  .object({
    id: z.uuid(),
    kind: keyKind,
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

const usage = z
  .object({
    today: z.int().meta({ description: "Calls of models today, in UTC." }),
    days: z.array(z.int()).meta({ description: "Those of each of the last 30 days; empty for none at all." }),
    month: z.object({ requests: z.number(), tokens: z.number(), cost: z.number() }),
    calls: z
      .array(
        z.object({
          id: z.string(),
          at: instant,
          model: z.string(),
          status: z.enum(["success", "failure"]),
          tokens: z.number(),
          cost: z.number(),
        }),
      )
      .meta({ description: "The last 20 calls of two months, the newest first." }),
  })
  .meta({ description: "What it called models for, as gateways have reported it. Costs are US dollars." });

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

export const getKey = readOperation({
  id: "getKey",
  path: "/keys/{key}",
  tag: "keys",
  summary: "One key and what it was used for, without its secret",
  at: "organization",
  permission: null,
  scope: "keys:read",
  params,
  output: key.extend({ usage }).meta({ id: "KeyWithUsage" }),
  versioned: true,
  read: async ({ tx, scope, params: { key: id } }) => {
    const whose = visibleKeys(scope);
    const found = whose && (await readKey(tx, scope.organizationId, id, whose));
    if (!found) return null;
    const { organizationId } = scope;
    const days = (await readKeyUsage(tx, organizationId, [id])).get(id);
    const month = (await readMonthUse(tx, organizationId, [id])).get(id);
    const used = {
      today: days?.today ?? 0,
      days: days?.series ?? [],
      month: month ?? { requests: 0, tokens: 0, cost: 0 },
      calls: await listKeyCalls(tx, organizationId, id),
    };
    return { value: { ...found, usage: used }, version: found.version };
  },
});

export const getPlatformKey = readOperation({
  id: "getPlatformKey",
  path: "/platform/keys/{key}",
  tag: "platform",
  summary: "One of the caller's own keys of the platform, without its secret",
  at: "platform",
  permission: "platform:read",
  params,
  output: key,
  versioned: true,
  read: async ({ tx, caller: { userId }, params: { key: id } }) => {
    const found = userId && (await readKey(tx, null, id, { userId }));
    return found ? { value: found, version: found.version } : null;
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
