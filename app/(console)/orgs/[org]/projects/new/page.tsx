import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { Page, PageHead, TwoColumns } from "#components/shell/page.tsx";
import { Facts } from "#components/ui/kv.tsx";
import { readTenant } from "#lib/domain/access/page.ts";
import { mayUseTier, tiers } from "#lib/domain/tiers/rules.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { NewProjectForm } from "./new-project-form.tsx";

type Props = { params: Promise<{ org: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("organization"))("create.title") };
}

/** A new project, for whoever may make one. */
export default async function NewProjectPage({ params }: Props) {
  const { org } = await params;
  const { scope } = await readTenant(org, "projects:create", async () => null);
  const t = await getTranslations("organization");
  return (
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
        <NewProjectForm
          org={org}
          template={webEnv().PORTICO_NAMESPACE_TEMPLATE}
          tiers={tiers.map(({ id, internet, limits }) => ({
            id,
            internet,
            allowed: mayUseTier(scope.organization.tier, id),
            cpu: limits.quota["limits.cpu"] ?? "",
            memory: (limits.quota["limits.memory"] ?? "").replace(/Gi$/, " GiB"),
            sessions: limits.concurrentSessions,
          }))}
        />
      </TwoColumns>
    </Page>
  );
}
