import { z } from "zod";
import { organizationRoles } from "#lib/domain/access/permissions.ts";

export const joinInput = z.object({ organizationId: z.uuid("not_found") });

export const askInput = joinInput.extend({
  message: z.string().trim().max(500, "too_long").nullable().default(null),
});

/** What is answered to somebody who asked. */
export const decision = z.object({
  decision: z.enum(["approve", "decline"]),
  /** The role that an approval gives. */
  role: z.enum(organizationRoles, "role_form").default("member"),
  /** Said to whoever asked; a refusal needs one. */
  reason: z.string().trim().max(500, "too_long").nullable().default(null),
});

export const decideInput = decision
  .extend({ requestId: z.uuid("not_found") })
  .refine(({ decision, reason }) => decision === "approve" || Boolean(reason), {
    message: "required",
    path: ["reason"],
  });
