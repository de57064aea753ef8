import { z } from "zod";
import { tierIds } from "#lib/domain/tiers/rules.ts";

/** A DNS label that may become part of a namespace's name. */
export const slug = z
  .string()
  .trim()
  .min(2, "name_short")
  .max(30, "name_long")
  .regex(/^[a-z]([-a-z0-9]*[a-z0-9])?$/, "name_form")
  .refine(
    (value) =>
      !/^(kube|openshift|portico)-/.test(value) &&
      !["default", "kube", "openshift", "portico", "platform", "new"].includes(value),
    "name_reserved",
  );

export const displayName = z.string().trim().min(1, "required").max(80, "too_long");

export const createOrganizationInput = z.object({ displayName, slug });
export type CreateOrganizationInput = z.infer<typeof createOrganizationInput>;

/** Why somebody asks for something or decides it, in their own words. */
export const reason = z.string().trim().min(1, "required").max(500, "too_long");

export const requestOrganizationInput = createOrganizationInput.extend({ reason });
export type RequestOrganizationInput = z.infer<typeof requestOrganizationInput>;

export const approveInput = z.strictObject({ requestId: z.uuid(), tier: z.enum(tierIds) });
export const declineInput = z.strictObject({ requestId: z.uuid(), reason });

export const suspendInput = z.strictObject({ organizationId: z.uuid(), reason });
export const resumeInput = z.strictObject({ organizationId: z.uuid() });

export const setTierInput = z.strictObject({ organizationId: z.uuid(), tier: z.enum(tierIds) });

/** What an organization says of itself. `version` is the one that was seen; null changes it whatever it is now. */
export const updateOrganizationInput = z.strictObject({
  version: z.int().nullable(),
  displayName: displayName.optional(),
  contactEmail: z.union([z.literal(""), z.email("email_form").max(320, "too_long")]).optional(),
  /** How many days a key may live at most. Keys that were made before keep their end. */
  keyMaxDays: z.coerce
    .number("number_form")
    .int("number_form")
    .min(1, "key_days")
    .max(365, "key_days")
    .optional(),
  /** Whether a key that is reported to be known to others is revoked at once. */
  revokeLeakedKeys: z.boolean().optional(),
});
export type UpdateOrganizationInput = z.infer<typeof updateOrganizationInput>;

export const transferInput = z.strictObject({ userId: z.uuid() });
export const deleteOrganizationInput = z.strictObject({ name: z.string() });
export const keepOrganizationInput = z.strictObject({ slug: z.string().max(63) });
