import { z } from "zod";
import { tierIds } from "#lib/domain/tiers/rules.ts";

/** What a platform admin decides for everybody. Each setting has a value from the first start. */
export const platformSettings = z.object({
  /** Who may make an organization: anybody, whoever a platform admin lets, or nobody. */
  organizationCreation: z.enum(["free", "approval", "off"]).default("free"),
  defaultTier: z.enum(tierIds).default("standard"),
  /** Whether each member gets a project of their own when they join. */
  personalProjects: z.boolean().default(false),
  /** With {organization} and {id}. */
  personalNamespaceTemplate: z
    .string()
    .regex(/^[a-z0-9-]*\{organization\}[a-z0-9-]*\{id\}[a-z0-9-]*$/, "template_form")
    .default("{organization}-user-{id}"),
  maxTokenDays: z.number().int().min(1).max(365).default(365),
  auditDays: z.number().int().min(90).max(3650).default(400),
  /** Days between asking for an organization's deletion and its beginning. */
  graceDays: z.number().int().min(0).max(90).default(7),
});
export type PlatformSettings = z.infer<typeof platformSettings>;

/** All settings, on condition that nobody changed them since `version` was read. */
export const changeSettingsInput = z.strictObject({
  version: z.int(),
  settings: platformSettings,
});
export type ChangeSettingsInput = z.infer<typeof changeSettingsInput>;
