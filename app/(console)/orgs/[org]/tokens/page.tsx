import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TokenTable } from "#app/forms/tokens/token-table.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { Paged } from "#components/table/paged.tsx";
import { Sub } from "#components/table/table.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { readTenant } from "#lib/domain/access/page.ts";
import { listProjects } from "#lib/domain/projects/data.ts";
import { getSettings } from "#lib/domain/settings/data.ts";
import { listTokens, type TokenRow } from "#lib/domain/tokens/data.ts";
import { keysetIn } from "#lib/infra/db/keyset.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { RevokeToken } from "./revoke-token.tsx";
import { ServiceTokenDialog } from "./service-token-dialog.tsx";

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tokens"))("title") };
}

/** Every token that opens the organization: for those who manage them. */
export default async function TokensPage({ params, searchParams }: Props) {
  const { org } = await params;
  const at = keysetIn(await searchParams);
  const [t, c] = await Promise.all([getTranslations("tokens"), getTranslations("common")]);
  const { scope, data } = await readTenant(org, "tokens:manage", async ({ tx, scope }) => ({
    tokens: await listTokens(tx, scope.organizationId, at),
    projects: await listProjects(tx, scope.organizationId, null),
    settings: await getSettings(tx),
  }));
  const { displayName } = scope.organization;
  const owner = ({ user, kind, organizationRole, project, projectRole }: TokenRow) => {
    if (kind !== "service") return user?.displayName || t("formerMember");
    const inProject =
      project && projectRole
        ? t("serviceIn", { role: c(`role.${projectRole}`), project: project.displayName })
        : null;
    if (!organizationRole) return inProject;
    return (
      <>
        {t("service", { role: c(`role.${organizationRole}`) })}
        {inProject && <Sub inline>{inProject}</Sub>}
      </>
    );
  };
  return (
    <Texts of={["tokens.dialog", "tokens.shown", "tokens.row", "dialog", "common.role"]}>
      <Page crumbs={[{ label: displayName, href: paths.organization({ org }) }, { label: t("title") }]}>
        <LiveRefresh topics={["tokens"]} />
        <PageHead
          title={t("title")}
          lead={t("all.lead", { organization: displayName })}
          actions={
            <ServiceTokenDialog
              org={org}
              projects={data.projects.map((project) => ({
                slug: project.slug,
                displayName: project.displayName,
              }))}
              most={data.settings.maxTokenDays}
              url={webEnv().PORTICO_URL}
            />
          }
        />
        <Paged
          page={data.tokens}
          at={at}
          link={(edge) => paths.tokens({ org }, edge)}
          empty={<Empty title={t("all.emptyTitle")}>{t("all.empty")}</Empty>}
        >
          <TokenTable
            tokens={data.tokens.rows}
            of="owner"
            about={owner}
            action={({ id, name, prefix }) => <RevokeToken org={org} token={{ id, name, prefix }} />}
          />
        </Paged>
      </Page>
    </Texts>
  );
}
