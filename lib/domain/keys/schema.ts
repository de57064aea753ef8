import { z } from "zod";
import { projectRoles, scopes } from "#lib/domain/access/permissions.ts";

/** Scopes that a key of an organization may have. `platform` is for keys of platform admins. */
export const keyScopes = scopes.filter((scope) => scope !== "platform");
/** Scopes of every key of a platform admin. */
export const platformScopes = scopes.filter((scope) => scope === "platform" || scope.endsWith(":read"));

/** Roles that a service may carry in an organization. An owner is always a person. */
export const serviceRoles = ["admin", "member", "billing"] as const;
export type ServiceRole = (typeof serviceRoles)[number];

const name = z.string().trim().min(1, "required").max(60, "too_long");
const expiresInDays = z.coerce
  .number("number_form")
  .int("number_form")
  .min(1, "key_days")
  .max(365, "key_days");

/**
 * A new key. A personal one has its person's rights as they are whenever it is used; a service one has the role that is
 * given here. Both are narrowed by their scopes.
 */
export const createKeyInput = z
  .strictObject({
    kind: z.enum(["personal", "service"]),
    name,
    scopes: z
      .array(z.enum(keyScopes), "key_scopes")
      .min(1, "key_scopes")
      .transform((chosen) => keyScopes.filter((scope) => chosen.includes(scope))),
    expiresInDays,
    /** Of a service, in the organization. */
    organizationRole: z.enum(serviceRoles).nullable().default(null),
    /** Of a service: the short name of the one project that it has a role in. */
    project: z.string().max(63).nullable().default(null),
    projectRole: z.enum(projectRoles).nullable().default(null),
  })
  .superRefine(({ kind, organizationRole, project, projectRole }, context) => {
    const wrong = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (kind === "personal" && (organizationRole || project || projectRole))
      wrong("organizationRole", "key_personal_role");
    if (kind === "service" && !organizationRole && !project) wrong("organizationRole", "key_role_needed");
    if ((project === null) !== (projectRole === null))
      wrong(project === null ? "project" : "projectRole", "required");
  });
export type CreateKeyInput = z.infer<typeof createKeyInput>;

export const createPlatformKeyInput = z.strictObject({ name, expiresInDays });

export const keyRef = z.object({ id: z.uuid() });
