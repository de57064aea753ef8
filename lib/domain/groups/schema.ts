import { z } from "zod";
import { projectRoles } from "#lib/domain/access/permissions.ts";

/** No group makes an owner: who owns an organization is said by name. */
export const mappedRoles = ["admin", "member", "billing"] as const;

const fields = {
  issuer: z.url("url_form").max(500, "too_long"),
  /** As the issuer writes it; case counts. */
  groupName: z.string().trim().min(1, "required").max(200, "too_long"),
};

/** One role of one group: in the organization, or in one of its projects. */
export const mappingInput = z.discriminatedUnion("at", [
  z.object({ at: z.literal("organization"), ...fields, role: z.enum(mappedRoles, "role_form") }),
  z.object({
    at: z.literal("project"),
    ...fields,
    projectId: z.uuid("not_found"),
    role: z.enum(projectRoles, "role_form"),
  }),
]);
export type MappingInput = z.infer<typeof mappingInput>;

export const removeMappingInput = z.object({ mappingId: z.uuid("not_found") });
