"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type NewProject, ProjectFields, useProjectForm } from "#app/forms/project-fields.tsx";
import { paths } from "#app/paths.ts";
import { SubmitButton } from "#components/form/submit.tsx";
import { ButtonLink } from "#components/ui/button.tsx";

/** Makes a project and goes to it. */
export function NewProjectForm(project: NewProject) {
  const t = useTranslations("organization.create.form");
  const router = useRouter();
  const { org } = project;
  const form = useProjectForm(project, {
    wizard: false,
    onMade: (slug) => router.push(paths.project({ org, project: slug })),
  });
  return (
    <form onSubmit={form.submit} noValidate>
      <ProjectFields form={form} />
      <div className="mt-5 flex gap-2">
        <SubmitButton pending={form.pending}>{t("submit")}</SubmitButton>
        <ButtonLink href={paths.organization({ org })}>{t("cancel")}</ButtonLink>
      </div>
    </form>
  );
}
