import { z } from "zod";
import { organizationRoles } from "#lib/domain/access/permissions.ts";

export const joinInput = z.object({ organizationId: z.uuid("not_found") });

export const askInput = joinInput.extend({
  message: z.string().trim().max(500, "too_long").nullable().default(null),
});

export const decideInput = z
  .object({
    requestId: z.uuid("not_found"),
    decision: z.enum(["approve", "decline"]),
    /** The role that an approval gives. */
    role: z.enum(organizationRoles, "role_form").default("member"),
    /** Said to whoever asked. */
    reason: z.string().trim().max(500, "too_long").nullable().default(null),
  })
  .refine(({ decision, reason }) => decision === "approve" || Boolean(reason), {
    message: "required",
    path: ["reason"],
  });
