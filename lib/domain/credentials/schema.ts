import { z } from "zod";
import { LONGEST_PRIMARY_KEY } from "#lib/domain/clusters/contract/credentials.ts";
import { credentialKinds, readMaterial } from "./kinds/index.ts";
import { secretKeyOf } from "./names.ts";

export const credentialKind = z.enum(credentialKinds, "kind_unknown");

const settings = z
  .record(z.string().max(63), z.union([z.string().max(70_000, "too_long"), z.boolean()]))
  .default({})
  .meta({ description: "What is not secret, as the kind has it: addresses, names, switches." });

/** Stands in a key of a Secret. */
export const credentialName = z
  .string()
  .trim()
  .min(1, "required")
  .max(40, "too_long")
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "name_form");

/** A credential as somebody gives it, before it is read as its kind. */
export const credentialBody = z.object({
  kind: credentialKind,
  name: credentialName,
  settings,
  values: z
    .record(z.string().max(63), z.string().max(70_000, "too_long"))
    .default({})
    .meta({ description: "The secret parts by name, such as `api-key`. They are not in any answer." }),
});

type Given = z.infer<typeof credentialBody>;

/** Refuses what is not of its kind, at the field: `name`, `settings.<name>` or `values.<part>`. */
function ofItsKind({ kind, name, settings, values }: Given, context: z.RefinementCtx): void {
  if (secretKeyOf(kind, name).length > LONGEST_PRIMARY_KEY)
    context.addIssue({ code: "custom", path: ["name"], message: "too_long" });
  const read = readMaterial(kind, { settings, values });
  if (read.ok) return;
  for (const { field, reason } of read.problems) {
    const dot = field.indexOf(".");
    const path = dot < 0 ? [field] : [field.slice(0, dot), field.slice(dot + 1)];
    context.addIssue({ code: "custom", path, message: reason });
  }
}

/** The version that was seen; null changes it whatever it is now. */
const version = z.int().nullable().default(null);

/** An instant, as somebody has read it before. */
const seen = z.iso.datetime({ offset: true, message: "date_form" });

/** When a credential ends; null for never, or where nobody knows. */
const expiresAt = z.iso.datetime({ offset: true, message: "date_form" }).nullable();

export const addCredentialBody = credentialBody.extend({
  expiresAt: expiresAt.default(null),
  replaces: z.uuid().nullable().default(null).meta({
    description: "The one whose place it takes, of the same kind and name; null for a new one.",
  }),
  seenOutside: seen.nullable().default(null).meta({
    description: "`outside.at` of the one whose place it takes, where its value was changed past Portico.",
  }),
});
/** `version` is of the one whose place it takes. */
export const addCredentialInput = addCredentialBody.extend({ version }).superRefine(ofItsKind);
export type AddCredentialInput = z.infer<typeof addCredentialInput>;

export const testCredentialInput = credentialBody.superRefine(ofItsKind);

export const credentialRef = z.object({ credentialId: z.uuid() });
export const changeRef = z.object({ changeId: z.uuid() });

export const credentialSettingsBody = z.object({ settings });
export const credentialExpiryBody = z.object({ expiresAt });
export const keepOutsideBody = z.object({ seenOutside: seen });

/** A credential in the version that was seen. */
export const seenRef = credentialRef.extend({ version });
export const credentialSettingsInput = seenRef.extend(credentialSettingsBody.shape);
export const credentialExpiryInput = seenRef.extend(credentialExpiryBody.shape);
export const keepOutsideInput = seenRef.extend(keepOutsideBody.shape);

/** Ways in which a credential can change. All but `value` and `removal` leave its value alone. */
export const changeKinds = ["value", "removal", "settings", "disable", "enable", "keep"] as const;
export type ChangeKind = (typeof changeKinds)[number];

export const stageNames = ["dns", "tls", "signIn", "model", "quota"] as const;
export type StageName = (typeof stageNames)[number];

/** One stage of a test: what it found, how long it took, and the provider's own words when it failed. */
export type Stage = {
  stage: StageName;
  state: "passed" | "failed" | "skipped";
  durationMs: number | null;
  /** HTTP status, when the provider answered. */
  status?: number;
  message?: string;
};

export type TestResult = {
  passed: boolean;
  stages: Stage[];
  durationMs: number;
  /** Names a sentence under `credentialTest`, when it failed. */
  cause: string | null;
};
