import { z } from "zod";

/** Looks at an organization as one of its members. */
export const startViewingInput = z.strictObject({
  organizationId: z.uuid(),
  userId: z.uuid(),
  reason: z.string().trim().min(1, "required").max(500, "too_long"),
});
export type StartViewingInput = z.infer<typeof startViewingInput>;
