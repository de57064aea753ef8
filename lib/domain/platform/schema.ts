import { z } from "zod";
import { reason } from "#lib/domain/organizations/schema.ts";

/** Where a page of a list begins, as it stands in an address. Wrong values fall back, so that any link opens. */
const listed = {
  q: z.string().trim().max(100).catch(""),
  before: z.uuid().nullable().catch(null),
  after: z.uuid().nullable().catch(null),
};

export const organizationStates = ["active", "suspended", "deleting", "deleted"] as const;

/** The filters of the list of organizations. */
export const tenantFilter = z.object({
  ...listed,
  state: z.enum(organizationStates).nullable().catch(null),
});
export type TenantFilter = z.infer<typeof tenantFilter>;

/** The filters of the list of people. */
export const userFilter = z.object(listed);
export type UserFilter = z.infer<typeof userFilter>;

export const jobInput = z.strictObject({ jobId: z.uuid() });
export const suspendUserInput = z.strictObject({ userId: z.uuid(), reason });
export const userInput = z.strictObject({ userId: z.uuid() });
export const signOutInput = z.strictObject({ userId: z.uuid(), loginSessionId: z.uuid() });
