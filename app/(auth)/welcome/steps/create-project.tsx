"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId } from "react";
import { type NewProject, ProjectFields, useProjectForm } from "#app/forms/project-fields.tsx";
import { paths } from "#app/paths.ts";
import { SubmitButton } from "#components/form/submit.tsx";
import { TwoColumns } from "#components/shell/page.tsx";
import { WizardFoot } from "#components/shell/wizard-shell.tsx";
import { Kv } from "#components/ui/kv.tsx";
import { Back } from "./back.tsx";

/** The form of a project, beside it what the chosen tier gives, and the step's foot. */
export function CreateProject(project: NewProject) {
  const t = useTranslations("welcome.project.form");
  const tierName = useTranslations("common.tier");
  const router = useRouter();
  const formId = useId();
  const form = useProjectForm(project, {
    wizard: true,
    onMade: () => router.push(paths.welcome("credential")),
  });
  const { tier } = form;
  return (
    <>
      <form id={formId} onSubmit={form.submit} noValidate className="pb-8">
        <TwoColumns
          aside={
            tier && (
              <section>
                <h2 className="mb-3">{t("limits", { tier: tierName(tier.id) })}</h2>
                <Kv
                  num
                  items={[
                    [t("cpu"), tier.quota.cpu],
                    [t("memory"), tier.quota.memory],
                    [t("gpu"), tier.quota.gpu],
                    [t("kept"), tier.quota.kept],
                    [t("concurrent"), tier.sessions],
                  ]}
                />
              </section>
            )
          }
        >
          <ProjectFields form={form} />
        </TwoColumns>
      </form>
      <WizardFoot
        back={<Back to="organization" />}
        why={t("why")}
        next={
          <SubmitButton form={formId} pending={form.pending}>
            {t("submit")}
          </SubmitButton>
        }
      />
    </>
  );
}
