import { z } from "zod";
import { organizationRoles, projectRoles } from "#lib/domain/access/permissions.ts";
import { until } from "#lib/domain/members/schema.ts";

const email = z.string().trim().max(254, "too_long").toLowerCase().pipe(z.email("email_form"));

/** How many addresses one sending takes. */
export const mostInvited = 200;

export const inviteInput = z
  .object({
    invitations: z
      .array(z.object({ email, role: z.enum(organizationRoles, "role_form") }))
      .min(1, "required")
      .max(mostInvited, "invitations_many"),
    /** A project that each of them joins as well. */
    projectId: z.uuid("not_found").nullable().default(null),
    projectRole: z.enum(projectRoles, "role_form").nullable().default(null),
    /** When the roles end; null for when those of whoever invites do, if ever. */
    until,
    /** A line of one's own in the e-mail. */
    message: z.string().trim().max(500, "too_long").nullable().default(null),
  })
  .refine(({ projectId, projectRole }) => (projectId === null) === (projectRole === null), {
    message: "role_form",
    path: ["projectRole"],
  });
export type InviteInput = z.infer<typeof inviteInput>;

export const invitationInput = z.object({ invitationId: z.uuid("not_found") });

/** `nonce` is what the link of the newest e-mail holds; without it, the person was found by their address alone. */
export const acceptInput = invitationInput.extend({ nonce: z.string().max(64).optional() });
