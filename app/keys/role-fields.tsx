"use client";

import { useTranslations } from "next-intl";
import { Field, FieldRow } from "#components/form/field.tsx";
import { Select } from "#components/form/input.tsx";
import type { ProjectRole } from "#lib/domain/access/permissions.ts";
import { type ServiceRole, serviceRoles } from "#lib/domain/keys/names.ts";

/** The roles of a key that no person stands behind: of a service in the organization, and in a project. */
export function RoleFields({
  service,
  project,
  organizationRole,
  onOrganizationRole,
  projectRole,
  onProjectRole,
  roles,
  errors,
}: {
  service: boolean;
  /** Null where the project stands fast. */
  project: {
    chosen: string;
    projects: readonly { slug: string; displayName: string }[];
    onChange: (slug: string) => void;
  } | null;
  organizationRole: ServiceRole | "";
  onOrganizationRole: (role: ServiceRole | "") => void;
  /** Null while there is no project to have it in. */
  projectRole: ProjectRole | null;
  onProjectRole: (role: ProjectRole) => void;
  roles: readonly ProjectRole[];
  errors: Record<string, string | undefined>;
}) {
  const t = useTranslations("keys.fields");
  const roleName = useTranslations("common.role");
  return (
    <>
      {service && (
        <Field name="organizationRole" label={t("organizationRole")} error={errors.organizationRole}>
          <Select
            value={organizationRole}
            onChange={(event) => onOrganizationRole(event.target.value as ServiceRole | "")}
          >
            <option value="">{t("noRole")}</option>
            {serviceRoles.map((role) => (
              <option key={role} value={role}>
                {roleName(role)}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <FieldRow>
        {project && (
          <Field name="project" label={t("project")} error={errors.project}>
            <Select value={project.chosen} onChange={(event) => project.onChange(event.target.value)}>
              <option value="">{t("noProject")}</option>
              {project.projects.map(({ slug, displayName }) => (
                <option key={slug} value={slug}>
                  {displayName}
                </option>
              ))}
            </Select>
          </Field>
        )}
        {projectRole && (
          <Field name="projectRole" label={t("projectRole")} error={errors.projectRole}>
            <Select
              value={projectRole}
              onChange={(event) => onProjectRole(event.target.value as ProjectRole)}
            >
              {roles.map((role) => (
                <option key={role} value={role}>
                  {roleName(role)}
                </option>
              ))}
            </Select>
          </Field>
        )}
      </FieldRow>
    </>
  );
}
