import { z } from "zod";
import { projectRoles, scopes } from "#lib/domain/access/permissions.ts";
import { type KeyLimits, keyKinds, limitNames, type Overlap, overlaps, serviceRoles } from "./names.ts";
import { readNetwork } from "./networks.ts";

/** Scopes that a key of an organization may have. `platform` is for keys of platform admins. */
export const keyScopes = scopes.filter((scope) => scope !== "platform");
/** Scopes of every key of a platform admin. */
export const platformScopes = scopes.filter((scope) => scope === "platform" || scope.endsWith(":read"));

const name = z.string().trim().min(1, "required").max(60, "too_long");
const expiresAt = z.iso
  .datetime({ offset: true, error: "date_form" })
  .meta({ description: "When it ends, such as 2026-12-31T23:59:59+05:30." });

const amount = (most: number) =>
  z.coerce.number("number_form").int("number_form").min(1, "key_limit_form").max(most, "key_limit_form");

/** The most of each limit; null, or left out of a new key, for no limit of the key's own. */
const limits = {
  requestsPerMinute: amount(1_000_000).nullable(),
  tokensPerMinute: amount(1_000_000_000).nullable(),
  tokensPerMonth: amount(1_000_000_000_000).nullable(),
  /** US dollars. */
  costPerMonth: z.coerce
    .number("number_form")
    .min(0.01, "key_cost_form")
    .max(1_000_000_000, "key_cost_form")
    .refine((value) => Number(value.toFixed(2)) === value, "key_cost_form")
    .nullable(),
};

const most = 50;
const unique = (texts: string[]) => [...new Set(texts)];
const models = z
  .array(
    z
      .string()
      .trim()
      .regex(/^[\w][\w.:/@+-]{0,199}$/, "key_model_form"),
  )
  .max(most, "key_most")
  .transform(unique);
const routes = z
  .array(
    z
      .string()
      .trim()
      .regex(/^\/[\w./:-]{0,199}$/, "key_route_form"),
  )
  .max(most, "key_most")
  .transform(unique);
const network = z
  .string()
  .max(100, "key_address_form")
  .transform((text, context) => {
    const read = readNetwork(text);
    if ("network" in read) return read.network;
    context.addIssue({ code: "custom", message: read.fault });
    return z.NEVER;
  });
const addresses = z.array(network).max(most, "key_most").transform(unique);

/**
 * A new key. A personal one has its person's rights as they are whenever it is used; a project's and a service's have the
 * role that is given here. All are narrowed by their scopes. What it calls models with counts for its project.
 */
export const createKeyInput = z
  .strictObject({
    kind: z.enum(keyKinds),
    name,
    scopes: z
      .array(z.enum(keyScopes), "key_scopes")
      .min(1, "key_scopes")
      .transform((chosen) => keyScopes.filter((scope) => chosen.includes(scope))),
    expiresAt,
    /** Of a service, in the organization. */
    organizationRole: z.enum(serviceRoles).nullable().default(null),
    /** Short name of the project that it is bound to: a project's own, where a service has a role, or where model calls count. */
    project: z.string().max(63).nullable().default(null),
    projectRole: z.enum(projectRoles).nullable().default(null),
    /** Models that it may call; none named, all that the project's tier has. */
    models: models.default([]),
    /** Paths that it may call models at; none named, all. */
    routes: routes.default([]),
    /** Networks that it may be used from; none named, everywhere. */
    addresses: addresses.default([]),
    limits: z
      .strictObject({
        requestsPerMinute: limits.requestsPerMinute.default(null),
        tokensPerMinute: limits.tokensPerMinute.default(null),
        tokensPerMonth: limits.tokensPerMonth.default(null),
        costPerMonth: limits.costPerMonth.default(null),
      })
      .default({ requestsPerMinute: null, tokensPerMinute: null, tokensPerMonth: null, costPerMonth: null }),
  })
  .superRefine((key, context) => {
    const wrong = (message: string, ...path: string[]) => context.addIssue({ code: "custom", path, message });
    const { kind, organizationRole, project, projectRole } = key;
    const calls = key.scopes.includes("models:call");
    if (kind === "personal" && (organizationRole || projectRole))
      wrong("key_personal_role", organizationRole ? "organizationRole" : "projectRole");
    if (kind === "project" && organizationRole) wrong("key_project_organization", "organizationRole");
    if (kind === "service" && !organizationRole && !project) wrong("key_role_needed", "organizationRole");
    if (project === null && (kind === "project" || projectRole)) wrong("required", "project");
    // Where a service's model calls count it needs no role of its own if it has one in the whole organization.
    const counted = kind === "service" && organizationRole && calls;
    if (project !== null && projectRole === null && kind !== "personal" && !counted)
      wrong("required", "projectRole");
    if (calls && project === null) wrong("key_models_project", "project");
    if (!calls) for (const path of modelRestrictions(key)) wrong("key_models_scope", ...path);
  });
export type CreateKeyInput = z.infer<typeof createKeyInput>;

/** Where a key says something of model calls: nothing for one that makes none. */
export const modelRestrictions = (key: {
  models?: string[];
  routes?: string[];
  limits?: Partial<KeyLimits>;
}): string[][] => [
  ...(["models", "routes"] as const).filter((part) => key[part]?.length).map((part) => [part]),
  ...limitNames.filter((limit) => key.limits?.[limit] != null).map((limit) => ["limits", limit]),
];

export const createPlatformKeyInput = z.strictObject({ name, expiresAt });

export const keyRef = z.object({ id: z.uuid() });

/** `version` is the one that was seen; null changes it whatever it is now. Left out, a part stays as it is. */
export const updateKeyInput = z.strictObject({
  id: z.uuid(),
  version: z.int().nullable(),
  name: name.optional(),
  models: models.optional(),
  routes: routes.optional(),
  addresses: addresses.optional(),
  limits: z
    .strictObject({
      requestsPerMinute: limits.requestsPerMinute.optional(),
      tokensPerMinute: limits.tokensPerMinute.optional(),
      tokensPerMonth: limits.tokensPerMonth.optional(),
      costPerMonth: limits.costPerMonth.optional(),
    })
    .optional(),
});
export type UpdateKeyInput = z.infer<typeof updateKeyInput>;

export const rotateKeyInput = z.strictObject({
  id: z.uuid(),
  version: z.int().nullable(),
  overlap: z.enum(Object.keys(overlaps) as [Overlap, ...Overlap[]]),
  /** The key's new end; left out, it ends when it would have. */
  expiresAt: expiresAt.optional().meta({
    description: "Gives the key a new end, such as 2026-12-31T23:59:59Z. With a key it is left out.",
  }),
});
export type RotateKeyInput = z.infer<typeof rotateKeyInput>;

const prefixes = z
  .array(z.string().trim().min(4, "key_prefix_form").max(20, "key_prefix_form"))
  .max(100, "key_most");

/** Which keys a revocation of many is about: those that all of it fits. */
export const keyFilterShape = z.strictObject({
  owner: z.uuid().optional(),
  project: z.string().max(63).optional(),
  kind: z.enum(keyKinds).optional(),
  /** Not used for so many days, and made before. */
  unusedDays: z.coerce
    .number("number_form")
    .int("number_form")
    .min(1, "number_form")
    .max(3650, "number_form")
    .optional(),
  madeBefore: z.iso
    .datetime({ offset: true, error: "date_form" })
    .optional()
    .meta({ description: "Moment, such as 2026-11-01T00:00:00Z." }),
  /** How their secrets begin. */
  prefixes: prefixes.optional(),
});
const says = (filter: object) => Object.values(filter).some((part) => part !== undefined && part !== "");
export const keyFilter = keyFilterShape.refine(says, "key_filter");
export type KeyFilter = z.infer<typeof keyFilter>;

/** The same, as a query says it. */
export const keyFilterQuery = keyFilterShape
  .extend({
    prefixes: z
      .string()
      .max(3000)
      .transform((text) => text.split(","))
      .pipe(prefixes)
      .optional()
      .meta({ description: "Separated by commas." }),
  })
  .refine(says, "key_filter");

/** How many keys one revocation takes at most. */
export const manyMost = 500;

/** Those of `ids` that the filter still fits are revoked. */
export const revokeKeysInput = z.strictObject({
  ids: z.array(z.uuid()).min(1, "required").max(manyMost, "key_many"),
  filter: keyFilter,
});
export type RevokeKeysInput = z.infer<typeof revokeKeysInput>;
