"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { TokenButtons, TokenDialog } from "#app/forms/tokens/token-dialog.tsx";
import { TokenFields, useTokenFields } from "#app/forms/tokens/token-fields.tsx";
import type { Shown } from "#app/forms/tokens/token-shown.tsx";
import { errorsOf, useAction } from "#app/use-action.ts";
import { Field, FieldRow, Fields } from "#components/form/field.tsx";
import { Select } from "#components/form/input.tsx";
import { type ProjectRole, projectRoles } from "#lib/domain/access/permissions.ts";
import { type ServiceRole, serviceRoles } from "#lib/domain/tokens/schema.ts";
import { createServiceTokenAction } from "./actions.ts";

type Props = {
  org: string;
  projects: readonly { slug: string; displayName: string }[];
  /** The longest life in days. */
  most: number;
  url: string;
};

/** Makes a token for a service, with a role of its own, and shows it once. */
export function ServiceTokenDialog(props: Props) {
  const t = useTranslations("tokens.dialog");
  return (
    <TokenDialog
      label={t("openService")}
      title={t("titleService")}
      lead={t("leadService")}
      url={props.url}
      form={(onMade) => <ServiceTokenForm {...props} onMade={onMade} />}
    />
  );
}

function ServiceTokenForm({ org, projects, most, onMade }: Props & { onMade: (made: Shown) => void }) {
  const t = useTranslations("tokens.dialog");
  const roleName = useTranslations("common.role");
  const fields = useTokenFields(most);
  const [organizationRole, setRole] = useState<ServiceRole | "">("member");
  const [project, setProject] = useState("");
  const [projectRole, setProjectRole] = useState<ProjectRole>("editor");
  const { run, pending, refusal } = useAction();
  const errors = errorsOf(refusal);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const made = await run((key) =>
      createServiceTokenAction(
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
        <TokenFields fields={fields} refusal={refusal}>
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
        </TokenFields>
      </Fields>
      <TokenButtons pending={pending} />
    </form>
  );
}
