import { z } from "zod";
import { tierIds } from "#lib/domain/tiers/rules.ts";

/** A number of days; `range` is the reason that names the least and the most. */
const days = (least: number, most: number, range: string) =>
  z.int("number_form").min(least, range).max(most, range);

/** What a platform admin decides for everybody. Each setting has a value from the first start. */
export const platformSettings = z.object({
  /** Who may make an organization: anybody, whoever a platform admin lets, or nobody. */
  organizationCreation: z.enum(["free", "approval", "off"]).default("free"),
  defaultTier: z.enum(tierIds).default("standard"),
  /** Whether whoever joins gets a project of their own, for themselves alone; who was there before may make one. */
  personalProjects: z.boolean().default(false),
  /** With {organization} and {id}. */
  personalNamespaceTemplate: z
    .string()
    .regex(/^[a-z0-9-]*\{organization\}[a-z0-9-]*\{id\}[a-z0-9-]*$/, "template_form")
    .default("{organization}-user-{id}"),
  maxKeyDays: days(1, 365, "key_days").default(365),
  auditDays: days(90, 3650, "audit_days").default(400),
  /** Days between asking for an organization's deletion and its beginning. */
  graceDays: days(0, 90, "grace_days").default(7),
});
export type PlatformSettings = z.infer<typeof platformSettings>;

/** All settings. `version` is the one that was seen; null changes them whatever they are now. */
export const changeSettingsInput = z.strictObject({
  version: z.int().nullable(),
  settings: platformSettings,
});
export type ChangeSettingsInput = z.infer<typeof changeSettingsInput>;
