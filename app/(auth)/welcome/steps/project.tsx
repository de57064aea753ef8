import { getTranslations } from "next-intl/server";
import { tierChoices } from "#app/forms/tiers.ts";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { PageHead } from "#components/shell/page.tsx";
import { WizardFoot } from "#components/shell/wizard-shell.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Kv } from "#components/ui/kv.tsx";
import { webEnv } from "#lib/infra/env/index.ts";
import type { Wizard } from "../read-wizard.ts";
import { Back } from "./back.tsx";
import { CreateProject } from "./create-project.tsx";

/** Step 3: the first project, or what was made of it. */
export async function ProjectStep({ wizard }: { wizard: Wizard }) {
  const t = await getTranslations("welcome.project");
  const common = await getTranslations("common");
  const foot = await getTranslations("welcome.foot");
  const { project, organization } = wizard;
  if (!organization) return null;
  if (!project)
    return (
      <Texts of={["welcome.project.form", "projectForm", "nameFields", "common.tier", "common.egress"]}>
        <PageHead title={t("title")} lead={t("lead")} />
        <CreateProject
          org={organization.slug}
          template={webEnv().PORTICO_NAMESPACE_TEMPLATE}
          tiers={tierChoices(organization.tier)}
        />
      </Texts>
    );
  const { detail } = project;
  return (
    <>
      <PageHead title={t("madeTitle", { name: detail.displayName })} lead={t("madeLead")} />
      <Kv
        className="mb-8 max-w-form"
        items={[
          [t("name"), detail.displayName],
          [
            t("slug"),
            <span key="slug" className="font-mono text-xs">
              {detail.slug}
            </span>,
          ],
          [
            t("namespace"),
            <span key="namespace" className="font-mono text-xs">
              {detail.namespace}
            </span>,
          ],
          [t("tier"), common(`tier.${detail.tier}`)],
          [t("open"), common(`egress.${detail.egressMode}`)],
        ]}
      />
      <WizardFoot
        back={<Back to="organization" />}
        next={
          <ButtonLink href={paths.welcome("credential")} variant="solid">
            {foot("continue")}
          </ButtonLink>
        }
      />
    </>
  );
}
