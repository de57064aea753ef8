import { z } from "zod";
import { reason } from "#lib/domain/organizations/schema.ts";

/** Looks at an organization as one of its members. */
export const startViewingInput = z.strictObject({
  organizationId: z.uuid(),
  userId: z.uuid(),
  reason,
});
export type StartViewingInput = z.infer<typeof startViewingInput>;
