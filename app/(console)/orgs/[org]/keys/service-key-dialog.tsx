"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { KeyButtons, KeyDialog } from "#app/forms/keys/key-dialog.tsx";
import { KeyFields, useKeyFields } from "#app/forms/keys/key-fields.tsx";
import type { Shown } from "#app/forms/keys/key-shown.tsx";
import { errorsOf, useAction } from "#app/use-action.ts";
import { Field, FieldRow, Fields } from "#components/form/field.tsx";
import { Select } from "#components/form/input.tsx";
import { type ProjectRole, projectRoles } from "#lib/domain/access/permissions.ts";
import { type ServiceRole, serviceRoles } from "#lib/domain/keys/names.ts";
import { createServiceKeyAction } from "./actions.ts";

type Props = {
  org: string;
  projects: readonly { slug: string; displayName: string }[];
  /** The longest life in days. */
  most: number;
  url: string;
};

/** Makes a key for a service, with a role of its own, and shows it once. */
export function ServiceKeyDialog(props: Props) {
  const t = useTranslations("keys.dialog");
  return (
    <KeyDialog
      label={t("openService")}
      title={t("titleService")}
      lead={t("leadService")}
      url={props.url}
      form={(onMade) => <ServiceKeyForm {...props} onMade={onMade} />}
    />
  );
}

function ServiceKeyForm({ org, projects, most, onMade }: Props & { onMade: (made: Shown) => void }) {
  const t = useTranslations("keys.dialog");
  const roleName = useTranslations("common.role");
  const fields = useKeyFields(most);
  const [organizationRole, setRole] = useState<ServiceRole | "">("member");
  const [project, setProject] = useState("");
  const [projectRole, setProjectRole] = useState<ProjectRole>("editor");
  const { run, pending, refusal } = useAction();
  const errors = errorsOf(refusal);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const made = await run((key) =>
      createServiceKeyAction(
        { org },
        {
          kind: "service",
          ...fields.values,
          organizationRole: organizationRole || null,
          project: project || null,
          projectRole: project ? projectRole : null,
        },
        key,
      ),
    );
    if (made?.ok) onMade(made.value);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Fields>
        <KeyFields fields={fields} refusal={refusal}>
          <Field name="organizationRole" label={t("organizationRole")} error={errors.organizationRole}>
            <Select
              value={organizationRole}
              onChange={(event) => setRole(event.target.value as ServiceRole | "")}
            >
              <option value="">{t("noRole")}</option>
              {serviceRoles.map((role) => (
                <option key={role} value={role}>
                  {roleName(role)}
                </option>
              ))}
            </Select>
          </Field>
          <FieldRow>
            <Field name="project" label={t("project")} error={errors.project}>
              <Select value={project} onChange={(event) => setProject(event.target.value)}>
                <option value="">{t("noProject")}</option>
                {projects.map(({ slug, displayName }) => (
                  <option key={slug} value={slug}>
                    {displayName}
                  </option>
                ))}
              </Select>
            </Field>
            {project && (
              <Field name="projectRole" label={t("projectRole")} error={errors.projectRole}>
                <Select
                  value={projectRole}
                  onChange={(event) => setProjectRole(event.target.value as ProjectRole)}
                >
                  {projectRoles.map((role) => (
                    <option key={role} value={role}>
                      {roleName(role)}
                    </option>
                  ))}
                </Select>
              </Field>
            )}
          </FieldRow>
        </KeyFields>
      </Fields>
      <KeyButtons pending={pending} />
    </form>
  );
}
