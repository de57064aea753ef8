import { z } from "zod";
import { reason } from "#lib/domain/organizations/schema.ts";
import { tierIds } from "#lib/domain/tiers/rules.ts";

/** Where a page of a list begins, as it stands in an address. Wrong values fall back, so that any link opens. */
const listed = {
  q: z.string().trim().max(100).catch(""),
  before: z.uuid().nullable().catch(null),
  after: z.uuid().nullable().catch(null),
};

export const organizationStates = ["active", "suspended", "deleting", "deleted"] as const;

/** The filters of the list of organizations. */
export const organizationFilter = z.object({
  ...listed,
  state: z.enum(organizationStates).nullable().catch(null),
  tier: z.enum(tierIds).nullable().catch(null),
});
export type OrganizationFilter = z.infer<typeof organizationFilter>;

/** Which of an organization's lists is shown, and its filters. */
export const partFilter = z.object({ ...listed, tab: z.enum(["people", "projects"]).catch("people") });
export type PartFilter = z.infer<typeof partFilter>;

/** The filters of the list of people. */
export const userFilter = z.object(listed);
export type UserFilter = z.infer<typeof userFilter>;

/** The states of jobs that are not an end, the one that needs somebody first. */
export const jobStates = ["failed", "retry", "created", "active"] as const;
const jobKey = z
  .string()
  .regex(/^\d{1,19}\.[0-9a-f-]{36}$/)
  .nullable()
  .catch(null);

/** The filters of the list of jobs. */
export const jobFilter = z.object({
  state: z.enum(jobStates).catch("failed"),
  kind: z.string().max(100).nullable().catch(null),
  before: jobKey,
  after: jobKey,
});
export type JobFilter = z.infer<typeof jobFilter>;

export const driftStates = ["repaired", "repairing", "refused"] as const;
/** The filters of the list of what was changed in the cluster. */
export const driftFilter = z.object({
  state: z.enum(driftStates).nullable().catch(null),
  before: listed.before,
  after: listed.after,
});
export type DriftFilter = z.infer<typeof driftFilter>;

/** All failed jobs of a kind. */
export const jobKindInput = z.strictObject({ kind: z.string().max(100) });
export const discardJobsInput = jobKindInput.extend({ reason });

export const jobInput = z.strictObject({ jobId: z.uuid() });
export const suspendUserInput = z.strictObject({ userId: z.uuid(), reason });
export const userInput = z.strictObject({ userId: z.uuid() });
export const signOutInput = z.strictObject({ userId: z.uuid(), loginSessionId: z.uuid() });
