import { z } from "zod";
import { organizationRoles, projectRoles } from "#lib/domain/access/permissions.ts";

/** When a membership ends by itself; null for never. */
export const until = z.iso.datetime({ offset: true, message: "date_form" }).nullable().default(null);

export const changeMemberInput = z.object({
  userId: z.uuid("not_found"),
  role: z.enum(organizationRoles, "role_form"),
  until,
});

export const memberInput = z.object({ userId: z.uuid("not_found") });

export const setProjectMemberInput = z.object({
  /** The id of somebody who belongs to the organization, or their verified address. */
  person: z.string().trim().min(1, "required").max(254, "too_long"),
  role: z.enum(projectRoles, "role_form"),
  until,
});

export const nothing = z.object({});
