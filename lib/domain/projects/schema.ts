import { z } from "zod";
import { displayName, slug } from "#lib/domain/organizations/schema.ts";
import { tierIds } from "#lib/domain/tiers/rules.ts";

export const createProjectInput = z.object({
  displayName,
  slug,
  tier: z.enum(tierIds),
  egressMode: z.enum(["gateways", "internet"]).default("gateways"),
});
export type CreateProjectInput = z.infer<typeof createProjectInput>;

export const deleteProjectInput = z.object({ name: z.string() });
export const nothing = z.object({});
