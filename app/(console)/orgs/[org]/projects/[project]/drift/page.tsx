import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DriftTable } from "#app/drift-table.tsx";
import { paths } from "#app/paths.ts";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { Paged } from "#components/table/paged.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { Note } from "#components/ui/note.tsx";
import { readProject } from "#lib/domain/access/page.ts";
import { countUnrepaired, listDrift } from "#lib/domain/drift/data.ts";
import { keysetIn } from "#lib/infra/db/keyset.ts";

type Props = {
  params: Promise<{ org: string; project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("drift"))("title") };
}

/** What was changed in the cluster past Portico, by whom, and whether it could be put back. */
export default async function DriftPage({ params, searchParams }: Props) {
  const [place, query, t] = await Promise.all([params, searchParams, getTranslations("drift")]);
  const at = keysetIn(query);
  const { scope, data } = await readProject(place, "project:read", async ({ tx, scope }) => ({
    page: await listDrift(tx, scope.projectId, at),
    unrepaired: await countUnrepaired(tx, scope.projectId),
  }));
  const { page, unrepaired } = data;
  return (
    <Page
      crumbs={[
        { label: scope.organization.displayName, href: paths.organization(place) },
        { label: scope.project.displayName, href: paths.project(place) },
        { label: t("title") },
      ]}
    >
      <LiveRefresh topics={["drift"]} where={{ project: scope.projectId }} />
      <PageHead title={t("title")} lead={t("lead")} />
      {unrepaired > 0 && (
        <Note kind="failed" className="mb-6">
          {t("unrepaired", { count: unrepaired })}
        </Note>
      )}
      <Paged
        page={page}
        at={at}
        link={(edge) => paths.drift(place, edge)}
        summary={t("shown", { shown: page.rows.length })}
        empty={<Empty title={t("emptyTitle")}>{t("empty")}</Empty>}
      >
        <DriftTable rows={page.rows} />
      </Paged>
      {page.rows.length > 0 && (
        <p className="mt-6 max-w-136 text-xs text-pretty text-ink-3">{t("manager")}</p>
      )}
    </Page>
  );
}
