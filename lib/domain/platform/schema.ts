import { z } from "zod";

/** The filters of the list of tenants, as they stand in its address. Wrong values fall back, so that any link opens. */
export const tenantFilter = z.object({
  q: z.string().max(100).catch(""),
  before: z.uuid().nullable().catch(null),
  after: z.uuid().nullable().catch(null),
});
export type TenantFilter = z.infer<typeof tenantFilter>;
