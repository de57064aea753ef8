import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { tierChoices } from "#app/forms/tiers.ts";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { Page, PageHead, TwoColumns } from "#components/shell/page.tsx";
import { Facts } from "#components/ui/kv.tsx";
import { readTenant } from "#lib/domain/access/page.ts";
import { findPersonalProject } from "#lib/domain/projects/data.ts";
import { getSettings } from "#lib/domain/settings/data.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { NewProjectForm } from "./new-project-form.tsx";
import { PersonalProject } from "./personal-project.tsx";

type Props = { params: Promise<{ org: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("organization"))("create.title") };
}

/** A new project, for whoever may make one. */
export default async function NewProjectPage({ params }: Props) {
  const { org } = await params;
  const { scope, data: personal } = await readTenant(org, "projects:create", async ({ tx, scope }) =>
    (await getSettings(tx)).personalProjects && scope.userId
      ? { own: await findPersonalProject(tx, scope.organizationId, scope.userId) }
      : null,
  );
  const t = await getTranslations("organization");
  return (
    <Texts
      of={[
        "organization.create.form",
        "organization.create.personal",
        "projectForm",
        "nameFields",
        "common.tier",
        "common.egress",
      ]}
    >
      <Page
        crumbs={[
          { label: scope.organization.displayName, href: paths.organization({ org }) },
          { label: t("create.crumb") },
        ]}
      >
        <PageHead title={t("create.title")} lead={t("create.lead")} />
        <TwoColumns
          aside={
            <section>
              <h2 className="mb-2">{t("create.whatHappens")}</h2>
              <Facts
                items={(["namespace", "limits", "network", "access"] as const).map((fact) => ({
                  title: t(`create.facts.${fact}`),
                  text: t(`create.facts.${fact}Text`),
                }))}
              />
            </section>
          }
        >
          {personal && !personal.own && <PersonalProject org={org} />}
          <NewProjectForm
            org={org}
            template={webEnv().PORTICO_NAMESPACE_TEMPLATE}
            tiers={tierChoices(scope.organization.tier)}
          />
        </TwoColumns>
      </Page>
    </Texts>
  );
}
