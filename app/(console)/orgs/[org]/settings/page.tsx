import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead, Section } from "#components/shell/page.tsx";
import { readTenant } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { listDomains } from "#lib/domain/domains/data.ts";
import { getOrganization, listHeirs } from "#lib/domain/organizations/data.ts";
import { getSettings } from "#lib/domain/settings/data.ts";
import { DeleteOrganization } from "./delete-organization.tsx";
import { Domains } from "./domains.tsx";
import { OrganizationForm } from "./organization-form.tsx";
import { Transfer } from "./transfer.tsx";

type Props = { params: Promise<{ org: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("orgSettings"))("title") };
}

/** What an organization says of itself, which domains are its own, whose it is, and its end. */
export default async function OrganizationSettingsPage({ params }: Props) {
  const { org } = await params;
  const { scope, data } = await readTenant(org, "organization:update", async ({ tx, scope }) => ({
    organization: await getOrganization(tx, scope.organizationId),
    domains: await listDomains(tx, scope.organizationId),
    heirs: await listHeirs(tx, scope.organizationId, scope.userId),
    settings: await getSettings(tx),
  }));
  const { organization, domains, heirs, settings } = data;
  const t = await getTranslations("orgSettings");
  const owner = can(scope.holder, "organization:delete");
  return (
    <Texts
      of={[
        "orgSettings.form",
        "orgSettings.domains",
        "orgSettings.transfer",
        "orgSettings.delete",
        "common.role",
      ]}
    >
      <Page
        crumbs={[
          { label: organization.displayName, href: paths.organization({ org }) },
          { label: t("title") },
        ]}
      >
        <LiveRefresh topics={["domains", "organizations"]} />
        <PageHead title={t("title")} />
        <Section title={t("form.title")} className="max-w-form">
          <OrganizationForm
            key={organization.version}
            org={org}
            organization={organization}
            most={settings.maxKeyDays}
          />
        </Section>
        <Section title={t("domains.title")} note={t("domainsNote")}>
          <Domains org={org} domains={domains} />
        </Section>
        {owner && (
          <>
            <Section title={t("transfer.title")} className="max-w-form">
              <Transfer org={org} heirs={heirs} />
            </Section>
            <Section title={t("delete.title")} className="max-w-form">
              <p className="mb-4 text-ink-2">{t("delete.text", { days: settings.graceDays })}</p>
              <DeleteOrganization
                org={org}
                name={organization.displayName}
                days={settings.graceDays}
                projects={organization.projects}
                members={organization.members}
              />
            </Section>
          </>
        )}
      </Page>
    </Texts>
  );
}
