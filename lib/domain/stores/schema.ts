import { z } from "zod";
import { storeKinds } from "#lib/domain/clusters/contract/brought.ts";
import { credentialName, seenRef } from "#lib/domain/credentials/schema.ts";

/** How often a value may be fetched anew, in seconds, as it is offered. */
export const refreshChoices = [60, 900, 3600, 86_400] as const;

/** Where the parts of a credential are kept; beside its row, and in the project's resource. Nothing of it is secret. */
export const reference = z.object({
  store: z.object({ kind: z.enum(storeKinds), name: z.string() }),
  refreshSeconds: z.int(),
  /** By part: the key in the store, and the property of what stands there. */
  parts: z.record(z.string(), z.object({ remoteKey: z.string(), property: z.string().optional() })),
});
export type Reference = z.infer<typeof reference>;

/** What the operator last said of a credential that it fetches. */
export const syncState = z.object({
  /** Whether the value is there and new; null before it was tried. */
  ready: z.boolean().nullable(),
  reason: z.string(),
  message: z.string(),
  /** When it was last fetched. */
  refreshedAt: z.string().nullable(),
  /** Since when it is so. */
  since: z.string().nullable(),
});
export type SyncState = z.infer<typeof syncState>;

/** Portico's own reason why a value is not fetched: the platform takes the store, or the key in it, back. */
export const WITHHELD = "StoreNotOffered";

/** The other one: it, or all that its owner refers to, is more than the cluster takes. Nobody can ask for that any more. */
export const TOO_MUCH = "TooMuch";

/** What is fetched from where, how often, and what is kept beside it. */
const fetched = z.object({
  settings: z.record(z.string().max(63), z.unknown()).default({}),
  /** `ClusterSecretStore/<name>` or `SecretStore/<name>`, one of those that are offered. */
  store: z.string().min(1, "required").max(300),
  refreshSeconds: z.coerce.number().int().min(60, "refresh_short").max(604_800, "refresh_long").default(3600),
  parts: z.record(
    z.string().max(40),
    z.object({
      /** Left empty for a part that the credential does not have. */
      remoteKey: z.string().trim().max(1024, "too_long").default(""),
      property: z.string().trim().max(253, "too_long").default(""),
    }),
  ),
});
export type FetchedInput = z.infer<typeof fetched>;

export const addReferenceInput = fetched.extend({
  kind: z.string().max(40),
  name: credentialName,
});

/** Kind and name stay: they are its key in the Secret. */
export const changeReferenceBody = fetched;
export const changeReferenceInput = seenRef.extend(fetched.shape);
