import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { ExportTable } from "#app/audit/export-table.tsx";
import { paths } from "#app/paths.ts";
import { Texts } from "#app/texts/texts.tsx";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { Paged } from "#components/table/paged.tsx";
import { ButtonLink } from "#components/ui/button.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { readTenant } from "#lib/domain/access/page.ts";
import { can } from "#lib/domain/access/permissions.ts";
import { listExports } from "#lib/domain/exports/data.ts";
import { exportsAt } from "#lib/domain/exports/schema.ts";
import { ExportAll } from "./export-all.tsx";

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exports"))("title") };
}

/** The organization's files: being made, ready, or gone again. */
export default async function ExportsPage({ params, searchParams }: Props) {
  const [place, query, t] = await Promise.all([params, searchParams, getTranslations("exports")]);
  const at = exportsAt.parse({ before: query.before ?? null, after: query.after ?? null });
  const { scope, data: page } = await readTenant(place.org, "audit:export", ({ tx, scope }) => {
    const kinds = can(scope.holder, "organization:export")
      ? (["audit", "organization"] as const)
      : (["audit"] as const);
    return listExports(tx, { organizationId: scope.organizationId }, kinds, at);
  });
  const { slug, displayName } = scope.organization;
  return (
    <Texts of={["exports.all"]}>
      <Page crumbs={[{ label: displayName, href: paths.organization(place) }, { label: t("title") }]}>
        <LiveRefresh topics={["exports"]} />
        <PageHead
          title={t("title")}
          lead={t("lead")}
          actions={
            <>
              <ButtonLink href={paths.audit(place)}>{t("audit")}</ButtonLink>
              <ExportAll place={place} allowed={can(scope.holder, "organization:export")} />
            </>
          }
        />
        <Paged
          page={page}
          at={at}
          link={(edge) => paths.exports(place, edge)}
          summary={t("shown", { count: page.rows.length })}
          empty={
            <Empty
              title={t("emptyTitle")}
              action={<ButtonLink href={paths.audit(place)}>{t("emptyAction")}</ButtonLink>}
            >
              {t("empty")}
            </Empty>
          }
        >
          <ExportTable
            owner={slug}
            rows={page.rows}
            hrefOf={(id) => paths.api.exportFile({ ...place, id })}
          />
        </Paged>
      </Page>
    </Texts>
  );
}
