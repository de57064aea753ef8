import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { DriftTable } from "#app/drift-table.tsx";
import { paths } from "#app/paths.ts";
import { LiveRefresh } from "#components/shell/live.tsx";
import { Page, PageHead } from "#components/shell/page.tsx";
import { Paged } from "#components/table/paged.tsx";
import { Empty } from "#components/ui/empty.tsx";
import { TabLinks } from "#components/ui/tab-links.tsx";
import { readPlatform } from "#lib/domain/access/page.ts";
import { driftFilter } from "#lib/domain/platform/schema.ts";
import { listAllDrift } from "#lib/domain/platform/work.ts";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("drift"))("title") };
}

/** What was changed in the cluster past Portico in every project, by whom, and whether it could be put back. */
export default async function PlatformDriftPage({ searchParams }: Props) {
  const query = await searchParams;
  const filter = driftFilter.parse({
    state: query.state ?? null,
    before: query.before ?? null,
    after: query.after ?? null,
  });
  const { data: page } = await readPlatform("platform:read", ({ tx }) => listAllDrift(tx, filter));
  const [t, p] = await Promise.all([getTranslations("drift"), getTranslations("platform")]);
  const { state } = filter;
  return (
    <Page crumbs={[{ label: p("title"), href: paths.platform() }, { label: t("title") }]}>
      <LiveRefresh topics={["drift"]} every={1000} />
      <PageHead title={t("title")} lead={t("lead")} />
      <TabLinks
        label={t("states")}
        tabs={([null, "refused", "repairing", "repaired"] as const).map((one) => ({
          href: paths.platformDrift({ state: one }),
          label: one ? t(`state.${one}`) : t("all"),
          current: state === one,
        }))}
      />
      <div className="mt-4">
        <Paged
          page={page}
          at={filter}
          link={(at) => paths.platformDrift({ state, ...at })}
          summary={t("shown", { shown: page.rows.length })}
          empty={
            <Empty underTabs title={t("emptyTitle")}>
              {t("emptyAll")}
            </Empty>
          }
        >
          <DriftTable rows={page.rows} places />
        </Paged>
        <p className="mt-6 max-w-136 text-xs text-pretty text-ink-3">{t("manager")}</p>
      </div>
    </Page>
  );
}
