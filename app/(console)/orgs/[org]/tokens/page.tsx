import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { TokenTable } from "#app/forms/tokens/token-table.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { Pager } from "#components/table/pager.tsx";
import { Sub } from "#components/table/table.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { readTenant } from "#lib/domain/access/page.ts";
import { listProjects } from "#lib/domain/projects/data.ts";
import { getSettings } from "#lib/domain/settings/data.ts";
import { listTokens, type TokenRow } from "#lib/domain/tokens/data.ts";
import { tokenRef } from "#lib/domain/tokens/schema.ts";
import { webEnv } from "#lib/infra/env/index.ts";
import { RevokeToken } from "./revoke-token.tsx";
import { ServiceTokenDialog } from "./service-token-dialog.tsx";

type Props = { params: Promise<{ org: string }>; searchParams: Promise<{ after?: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tokens"))("title") };
}

const pageSize = 50;

/** Every token that opens the organization: for those who manage them. */
export default async function TokensPage({ params, searchParams }: Props) {
  const { org } = await params;
  const after = tokenRef.safeParse({ id: (await searchParams).after }).data?.id;
  const [t, c] = await Promise.all([getTranslations("tokens"), getTranslations("common")]);
  const { scope, data } = await readTenant(org, "tokens:manage", async ({ tx, scope }) => ({
    tokens: await listTokens(tx, scope.organizationId, { after, limit: pageSize + 1 }),
    projects: await listProjects(tx, scope.organizationId, null),
    settings: await getSettings(tx),
  }));
  const { displayName } = scope.organization;
  const tokens = data.tokens.slice(0, pageSize);
  const last = data.tokens.length > pageSize ? tokens.at(-1) : undefined;
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
        {tokens.length === 0 ? (
          <Empty title={t("all.emptyTitle")}>{t("all.empty")}</Empty>
        ) : (
          <TokenTable
            tokens={tokens}
            of="owner"
            about={owner}
            action={({ id, name, prefix }) => <RevokeToken org={org} token={{ id, name, prefix }} />}
          />
        )}
        {(last || after) && (
          <Pager
            newer={after ? paths.tokens({ org }) : null}
            older={last ? paths.tokens({ org }, { after: last.id }) : null}
          />
        )}
      </Page>
    </Texts>
  );
}
