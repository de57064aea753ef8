import { z } from "zod";
import { displayName, slug } from "#lib/domain/organizations/schema.ts";
import { egressModes, tierIds } from "#lib/domain/tiers/rules.ts";

export const createProjectInput = z.object({
  displayName,
  slug,
  tier: z.enum(tierIds),
  egressMode: z.enum(egressModes).default("gateways"),
});
export type CreateProjectInput = z.infer<typeof createProjectInput>;

export const deleteProjectInput = z.object({ name: z.string() });
export const nothing = z.object({});

const word = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** People's own labels, which the namespace carries as `labels.portico.dev/<name>`. */
const labels = z
  .record(
    z.string().regex(word, "label_form"),
    z.union([z.literal(""), z.string().regex(word, "label_form")]),
  )
  .refine((all) => Object.keys(all).length <= 20, "labels_many");

/** What may change in a project that stands. `version` is the one that was seen; null changes it whatever it is now. */
export const updateProjectInput = z.strictObject({
  version: z.int().nullable(),
  displayName: displayName.optional(),
  labels: labels.optional(),
  tier: z.enum(tierIds).optional(),
  egressMode: z.enum(egressModes).optional(),
  podSecurity: z.enum(["restricted", "baseline"]).optional(),
});
export type UpdateProjectInput = z.infer<typeof updateProjectInput>;
